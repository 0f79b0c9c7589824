const { connect } = require('jest-websocket');
const { socketIo } = require('jest-websocket/codecs');
const { url, report, timed } = require('../measure');

test('acknowledgements', async () => {
  const client = await connect(url, { codec: socketIo() });
  const loop = async (from, to) => {
    for (let n = from; n < to; n++) await client.request(['echo', { n, text: 'hello' }], [{ n }]);
  };
  await loop(0, 1000);
  report({ ms: await timed(() => loop(1000, 6000)) });
});
