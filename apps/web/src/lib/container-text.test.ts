import { expect, it } from 'vitest';
import { commandIn, environmentIn, portsIn } from './container-text.ts';

it('a command is its words; none is the image’s own', () => {
  expect(commandIn('  nginx -g  daemon ')).toEqual(['nginx', '-g', 'daemon']);
  expect(commandIn('  ')).toBeUndefined();
});

it('the environment is a line each, values as they are', () => {
  expect(environmentIn('A=1\n\n B= x=y \nC')).toEqual({ A: '1', B: ' x=y ', C: '' });
});

it('ports are those of the hosts before those of the instances', () => {
  expect(portsIn('8080:80, 53/udp x')).toEqual([
    { port: 80, hostPort: 8080, protocol: 'tcp' },
    { port: 53, hostPort: null, protocol: 'udp' },
    { port: 0, hostPort: null, protocol: 'tcp' },
  ]);
});
