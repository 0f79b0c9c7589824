const { connect } = require('jest-websocket');
const { url, report, timed } = require('../measure');

const COUNT = 100_000;

test('skipping', async () => {
  const warm = await connect(url);
  warm.send({ push: 10_000 });
  await expect(warm).toReceiveMessage({ n: 10_000 });
  await warm.close();

  const client = await connect(url);
  client.send({ push: COUNT });
  report({ ms: await timed(() => expect(client).toReceiveMessage({ n: COUNT })) });
});
