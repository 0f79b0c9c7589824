import { readBy, readerOf } from '../../../reporter/page/readers';
import { conversation, received, wait } from '../../support/reports';

const { position } = wait();
const reader = (index?: number) => ({ name: 'toReceiveMessage', position, ...(index !== undefined && { wait: index }) });

describe('of several waits on one line, in a loop', () => {
  const said = conversation(
    [0, 1, 2].map((index) => received(String(index), { at: 5, reader: reader(index) })),
    { waits: [wait({ began: 0, ended: 9 }), wait({ began: 10, ended: 19 }), wait({ began: 20, ended: 29 })] },
  );

  test('each message leads to the one that has read it', () => {
    expect(said.events.map((event) => readerOf(event, said))).toEqual([0, 1, 2]);
  });

  test('each has read its own message, though all had come before the second began', () => {
    expect(said.waits.map((_, index) => readBy(index, said))).toEqual([[0], [1], [2]]);
  });

  test('none has read what one has that was not kept, or what nobody has', () => {
    const more = [received('3', { reader: reader() }), received('4', { reader: reader(99) }), received('5')];
    const all = conversation([...said.events, ...more], { waits: said.waits });
    expect(all.events.slice(3).map((event) => readerOf(event, all))).toEqual([-1, -1, -1]);
    expect(readBy(2, all)).toEqual([2]);
  });
});

test('a report of an earlier release says where a reader stands, and no more', () => {
  const said = conversation(
    [received('0', { at: 5, reader: reader() }), received('1', { at: 15, reader: reader() }), received('2', { at: 16 })],
    { waits: [wait({ began: 0, ended: 9 }), wait({ began: 10, ended: 19 })] },
  );
  expect(said.events.map((event) => readerOf(event, said))).toEqual([0, 1, -1]);
  expect([0, 1].map((index) => readBy(index, said))).toEqual([[0], [1]]);
});
