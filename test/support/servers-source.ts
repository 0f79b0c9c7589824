/** A module with servers, for the projects that the tests make: `require('./servers')`. */
export const servers = {
  'servers.js': `
const { createHash } = require('node:crypto');
const http = require('node:http');
const { WebSocketServer } = require('ws');

exports.serve = (onConnection = () => {}) => {
  const server = http.createServer();
  server.wss = new WebSocketServer({ server });
  server.wss.on('connection', onConnection);
  return server;
};

exports.echo = () => exports.serve((socket) => socket.on('message', (data) => socket.send(data.toString())));

/** Accepts the upgrade and never answers again. */
exports.deaf = () => {
  const server = http.createServer();
  server.sockets = new Set();
  server.on('upgrade', ({ headers }, socket) => {
    server.sockets.add(socket);
    socket.on('close', () => server.sockets.delete(socket)).on('error', () => {}).on('end', () => socket.destroy()).resume();
    const key = headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Accept: ' + accept, '\\r\\n'].join('\\r\\n'),
    );
  });
  return server;
};
`,
};

/** An echo server outside of the test files, at `process.env.URL_OF_SERVER`. */
export const outsideServer = {
  config: { globalSetup: './setup.js', globalTeardown: './teardown.js' },
  files: {
    ...servers,
    'setup.js': `
      const { echo } = require('./servers');
      module.exports = async () => {
        globalThis.server = echo();
        await new Promise((resolve) => globalThis.server.listen(0, '127.0.0.1', resolve));
        process.env.URL_OF_SERVER = 'ws://127.0.0.1:' + globalThis.server.address().port;
      };
    `,
    'teardown.js': 'module.exports = () => globalThis.server.close();',
  },
};
