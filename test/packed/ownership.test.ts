import { majors, runJest } from '../support/run-jest';

const helpers = `
const http = require('node:http');
const { WebSocketServer } = require('ws');
exports.serve = (onConnection = () => {}) => {
  const server = http.createServer();
  const wss = new WebSocketServer({ server });
  wss.on('connection', onConnection);
  return server;
};
/** Accepts the upgrade and never answers again. */
exports.deaf = () => {
  const server = http.createServer();
  const sockets = new Set();
  server.on('upgrade', (request, socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    const key = require('node:crypto').createHash('sha1')
      .update(request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest('base64');
    socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + key + '\\r\\n\\r\\n');
  });
  server.sockets = sockets;
  return server;
};
`;

describe.each(majors)('Jest %i', (jest) => {
  test('clients of beforeAll live until their block ends, of beforeEach until their test does', async () => {
    const run = await runJest({
      jest,
      files: {
        'helpers.js': helpers,
        'a.test.js': `
          const { connect } = require('jest-websocket');
          const { serve } = require('./helpers');
          const server = serve();
          let ofFile, ofBlock, ofTest, ofLastTest;
          beforeAll(async () => { ofFile = await connect(server, { name: 'ofFile' }); });
          describe('block', () => {
            beforeAll(async () => { ofBlock = await connect(server); });
            beforeEach(async () => { ofTest = await connect(server); });
            afterEach(() => expect(ofTest).toBeClosed());
            test('one', () => { expect([ofFile, ofBlock, ofTest]).toBeOpen(); ofLastTest = ofTest; });
            test('two', () => { expect([ofFile, ofBlock, ofTest]).toBeOpen(); expect(ofLastTest).toBeClosed(); });
            afterAll(() => { expect(ofBlock).toBeClosed(); expect(ofFile).toBeOpen(); });
          });
          test('behind', () => { expect(ofBlock).toBeClosed(); expect(ofFile).toBeOpen(); });
          afterAll(() => expect(ofFile).toBeClosed());
        `,
      },
    });
    expect(run.output).toContain('Tests:       3 passed, 3 total');
    expect(run.exitCode).toBe(0);
  });

  test('20 clients left open in each of 20 tests end with them', async () => {
    const file = `
      const { connect } = require('jest-websocket');
      const { serve } = require('./helpers');
      const server = serve();
      beforeAll((done) => { server.listen(0, '127.0.0.1', done); });
      afterAll((done) => { server.close(done); });
      test.each(Array.from({ length: 20 }, (_, i) => i))('%i', async () => {
        for (let i = 0; i < 20; i++) await connect(server);
      });
    `;
    for (const args of [['-i'], ['--maxWorkers=2']]) {
      const run = await runJest({
        jest,
        args,
        files: { 'helpers.js': helpers, 'a.test.js': file, 'b.test.js': file, 'c.test.js': file },
      });
      expect(run.output).toContain('Tests:       60 passed, 60 total');
      expect(run.output).not.toMatch(/did not exit|failed to exit|force|open handle/i);
      expect(run.exitCode).toBe(0);
      expect(run.afterLastTest).toBeLessThan(1000);
    }
  });
});
