// What people write today: a queue around `ws`, and a promise for the next message.
const WebSocket = require('ws');

exports.connectByHand = (url) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    const queue = [];
    let waiting;
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString());
      if (waiting) waiting(message);
      else queue.push(message);
      waiting = undefined;
    });
    const next = () =>
      new Promise((got) => {
        if (queue.length > 0) got(queue.shift());
        else waiting = got;
      });
    socket.on('open', () => resolve({ socket, next, send: (message) => socket.send(JSON.stringify(message)) }));
    socket.on('error', reject);
  });
