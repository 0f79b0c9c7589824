const { connectByHand } = require('../by-hand');
const { url, report, timed } = require('../measure');

test('round trips', async () => {
  const client = await connectByHand(url);
  const loop = async (from, to) => {
    for (let n = from; n < to; n++) {
      client.send({ n, text: 'hello' });
      const message = await client.next();
      if (message.n !== n) throw new Error('a wrong message');
    }
  };
  await loop(0, 1000);
  report({ ms: await timed(() => loop(1000, 6000)) });
  client.socket.terminate();
});
