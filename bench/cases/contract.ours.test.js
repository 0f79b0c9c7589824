const { connect } = require('jest-websocket');
const { url, report, timed } = require('../measure');

test('round trips under a contract', async () => {
  const client = await connect(url, { contract: 'contract.yaml' });
  const loop = async (from, to) => {
    for (let n = from; n < to; n++) {
      client.send({ n, text: 'hello' });
      await expect(client).toReceiveMessage({ n });
    }
  };
  await loop(0, 1000);
  report({ ms: await timed(() => loop(1000, 6000)) });
});
