const { io } = require('socket.io-client');
const { url, report, timed } = require('../measure');

test('acknowledgements', async () => {
  const socket = io(url, { transports: ['websocket'] });
  await new Promise((resolve) => socket.on('connect', resolve));
  const loop = async (from, to) => {
    for (let n = from; n < to; n++) expect(await socket.emitWithAck('echo', { n, text: 'hello' })).toMatchObject({ n });
  };
  await loop(0, 1000);
  report({ ms: await timed(() => loop(1000, 6000)) });
  socket.disconnect();
});
