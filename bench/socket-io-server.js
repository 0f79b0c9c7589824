// A Socket.IO server in a process of its own, which acknowledges what it gets with the same.
const { createServer } = require('node:http');
const { Server } = require('socket.io');

const server = createServer();
new Server(server).on('connection', (socket) => socket.on('echo', (value, acknowledge) => acknowledge(value)));
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
