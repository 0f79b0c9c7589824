const { applyUpdate, encodeStateAsUpdate, encodeStateVector } = require('yjs');

const SYNC = 0; // the other kind, 1, is awareness: who is there
const STATE = 0;
const MISSING = 1;
const UPDATE = 2;

/** A message of y-protocols: its kind, and bytes behind their length, which has seven bits a byte. */
function framed(kind, bytes) {
  const head = [SYNC, kind];
  let { length } = bytes;
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128);
  return Buffer.concat([Buffer.from([...head, length]), bytes]);
}

const bytesOf = (payload) => payload.subarray(payload.findIndex((byte, at) => at > 1 && byte < 128) + 1);

/**
 * Keeps a document in step with that of y-websocket: `connect()` resolves when it is. What the test changes in it is sent.
 * A message is what `read` says of the document when somebody else has changed it.
 */
exports.yjs = (doc, read) => ({
  name: 'yjs',
  open: (connection) => {
    const handshake = connection.handshake();
    const share = (update, origin) => {
      if (origin !== connection) connection.sendMessage(update);
    };
    doc.on('update', share);
    connection.send(framed(STATE, encodeStateVector(doc)), 'what I have');
    return {
      *decode(payload) {
        const [type, kind] = payload;
        if (type !== SYNC) return connection.traffic('awareness');
        if (kind === STATE) {
          connection.traffic('what I have');
          connection.send(framed(MISSING, encodeStateAsUpdate(doc, bytesOf(payload))), 'what you miss');
          return;
        }
        applyUpdate(doc, bytesOf(payload), connection);
        if (kind === UPDATE) yield read();
        else connection.traffic('what you miss');
        handshake.done();
      },
      encode: (update) => framed(UPDATE, update),
      sentValue: read,
      close: () => doc.off('update', share),
    };
  },
});
