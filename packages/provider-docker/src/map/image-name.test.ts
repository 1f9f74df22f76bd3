import { expect, it } from 'vitest';
import { familiarName } from './image-name.ts';

it.each([
  ['docker.io/library/nginx:1', 'nginx:1'],
  ['docker.io/team/web:1', 'team/web:1'],
  ['docker.io/library/team/web:1', 'library/team/web:1'],
  ['nginx:1', 'nginx:1'],
  ['localhost/web:1', 'localhost/web:1'],
  ['registry.example:5000/library/web:1', 'registry.example:5000/library/web:1'],
  ['docker.io/localhost/web:1', 'docker.io/localhost/web:1'],
  ['docker.io/my.team/web:1', 'docker.io/my.team/web:1'],
  ['sha256:0123', 'sha256:0123'],
])('%s is called %s', (reference, name) => expect(familiarName(reference)).toBe(name));
