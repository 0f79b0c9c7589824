import { Pongs } from '../../src/connection/pongs';

test('of pings that come faster than pongs are written, the last one is answered as soon as there is room', () => {
  const sent: string[] = [];
  const writing: (() => void)[] = [];
  const pongs = new Pongs((payload, written) => {
    sent.push(payload.toString());
    writing.push(written);
  });
  for (let n = 1; n <= 5000; n++) pongs.answer(Buffer.from(`${n}`));
  expect(sent).toHaveLength(1000);
  writing.shift()?.();
  expect(sent.slice(999)).toEqual(['1000', '5000']);
  for (const written of writing.splice(0)) written();
  pongs.answer(Buffer.from('later'));
  expect(sent.slice(1000)).toEqual(['5000', 'later']);
});
