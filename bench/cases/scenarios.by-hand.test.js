const { once } = require('node:events');
const { connectByHand } = require('../by-hand');
const { url, report } = require('../measure');

const begun = performance.now();
afterAll(() => report({ ms: performance.now() - begun }));

test.each(Array.from({ length: 500 }, (_, n) => n))('scenario %i', async (n) => {
  const { socket, send, next } = await connectByHand(url);
  send({ n, type: 'hello' });
  expect(await next()).toMatchObject({ n, type: 'hello' });
  send({ n, type: 'join', room: 5 });
  expect(await next()).toMatchObject({ type: 'join', room: 5 });
  send({ n, type: 'bye' });
  expect(await next()).toMatchObject({ type: 'bye' });
  socket.close();
  await once(socket, 'close');
});
