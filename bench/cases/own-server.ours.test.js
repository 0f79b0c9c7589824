const { connect } = require('jest-websocket');
const { echoServer } = require('../echo-server');
const { report } = require('../measure');

const begun = performance.now();
afterAll(() => report({ ms: performance.now() - begun }));

const server = echoServer();

test.each(Array.from({ length: 1000 }, (_, n) => n))('test %i', async (n) => {
  const client = await connect(server);
  for (let step = 0; step < 3; step++) {
    client.send({ n, step });
    await expect(client).toReceiveMessage({ n, step });
  }
});
