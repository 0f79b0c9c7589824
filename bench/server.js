// The server of the benchmarks, in a process of its own: it echoes, pushes and broadcasts.
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, () => process.send(server.address().port));

server.on('connection', (socket) => {
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const { push, broadcast } = JSON.parse(data);
    if (push) pushTo(socket, push);
    else if (broadcast) for (const client of server.clients) client.send(data.toString());
    else socket.send(data.toString());
  });
});

function pushTo(socket, count) {
  for (let n = 1; n <= count; n++) socket.send(JSON.stringify({ type: 'tick', n, text: 'some words that a real message has' }));
}
