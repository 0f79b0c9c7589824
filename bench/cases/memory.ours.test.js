const { connect } = require('jest-websocket');
const { url, report } = require('../measure');
const { heapOf } = require('../heap');

const COUNT = 100_000;

test('memory', async () => {
  const client = await connect(url);
  const bytes = await heapOf(async () => {
    client.send({ push: COUNT });
    await expect(client).toReceiveMessage({ n: COUNT });
  });
  report({ bytesPerMessage: bytes / COUNT });
});
