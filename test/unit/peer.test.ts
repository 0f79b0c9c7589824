import type * as Ws from 'ws';
import { peers } from '../../src/codecs/peer';

function socketIo(...names: string[]): readonly unknown[] {
  return peers<readonly unknown[]>(socketIo, ...names);
}

const said = (...names: string[]): Error => {
  try {
    socketIo(...names);
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not fail');
};

describe('the packages that a codec is built on', () => {
  test('are loaded', () => {
    const [ws, path] = peers<[typeof Ws, typeof import('node:path')]>(socketIo, 'ws', 'node:path');
    expect([typeof ws.WebSocket, path.basename('/a/b')]).toEqual(['function', 'b']);
  });

  test('are named with the command that installs those which are missing, at the line that needs them', () => {
    const { message, stack } = said('no-such-peer', 'ws', 'no-other');
    expect(message).toBe(
      'socketIo() needs the packages no-such-peer and no-other. Install: npm install --save-dev no-such-peer no-other',
    );
    expect(stack?.split('\n').find((line) => /^\s+at /.test(line))).toContain('said');
    expect(said('no-such-peer').message).toBe(
      'socketIo() needs the package no-such-peer. Install: npm install --save-dev no-such-peer',
    );
  });

  test('that are broken say so themselves', () => {
    jest.doMock('broken-peer', () => require('no-such-dependency'), { virtual: true });
    expect(said('broken-peer').message).toContain("Cannot find module 'no-such-dependency'");
  });
});
