const request = require('superwstest');
const { url, report } = require('../measure');

test('round trips', async () => {
  let chain = request(url).ws('/');
  const loop = (from, to) => {
    for (let n = from; n < to; n++) chain = chain.sendJson({ n, text: 'hello' }).expectJson({ n, text: 'hello' });
  };
  let begun;
  loop(0, 1000);
  chain = chain.exec(() => {
    begun = performance.now();
  });
  loop(1000, 6000);
  chain = chain.exec(() => report({ ms: performance.now() - begun }));
  await chain.close();
});
