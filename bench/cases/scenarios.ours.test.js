const { scenario } = require('jest-websocket');
const { url, report } = require('../measure');

const begun = performance.now();
afterAll(() => report({ ms: performance.now() - begun }));

test.each(Array.from({ length: 500 }, (_, n) => n))('scenario %i', async (n) => {
  await scenario('rob')
    .connect(url)
    .send({ n, type: 'hello' })
    .expect({ n, type: 'hello' })
    .reply({ n, type: 'join', room: 5 })
    .expect({ type: 'join', room: 5 })
    .reply({ n, type: 'bye' })
    .expect({ type: 'bye' })
    .run();
});
