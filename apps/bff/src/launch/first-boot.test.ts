import { expect, it } from 'vitest';
import { hostnameOf, userDataProblem } from './first-boot.ts';

it.each([
  '#cloud-config\npackages: [nginx]\n',
  '#cloud-config\r\npackages:\r\n  - nginx\r\n',
  '#!/bin/sh\necho hello\n',
  '#!/usr/bin/env python3\nprint(1)',
  '#include\nhttps://example.org/more.yaml',
  '#cloud-boothook\necho early',
  '## template: jinja\n#cloud-config\nhostname: {{ v1.instance_id }}',
  'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x--\n',
  'Content-Type: multipart/mixed; boundary="x"\nMIME-Version: 1.0\n\n--x--\n',
])('LA-3: cloud-init takes %j', text => {
  expect(userDataProblem(text)).toBeUndefined();
});

it.each([
  ['packages: [nginx]', /#cloud-config/],
  ['', /#cloud-config/],
  ['echo hello', /#cloud-config/],
  ['#cloud-config\npackages: [nginx', /Line 2 is not valid YAML/],
  ['#cloud-config\na: b: c\n', /Line 2/],
  ['#cloud-config\n\0', /NUL/],
])('LA-3: %j is refused before anything is made', (text, why) => {
  expect(userDataProblem(text)).toMatch(why);
});

it.each([
  ['web_1.prod', null, null, 'web-1-prod'],
  ['Web', null, null, 'web'],
  ['web-2', 'db', 2, 'db-2'],
  ['web', 'db', null, 'db'],
  ['x'.repeat(63), null, null, 'x'.repeat(63)],
  ['_', null, null, 'instance'],
])('the guest of %s with host name %s and number %s is %s', (name, hostname, index, expected) => {
  expect(hostnameOf({ hostname }, name, index)).toBe(expected);
});
