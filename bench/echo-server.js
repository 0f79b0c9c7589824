// A server in the process of the tests.
const { createServer } = require('node:http');
const { WebSocketServer } = require('ws');

exports.echoServer = () => {
  const server = createServer();
  new WebSocketServer({ server }).on('connection', (socket) => socket.on('message', (data) => socket.send(data.toString())));
  return server;
};
