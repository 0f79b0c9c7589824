const request = require('superwstest');
const { url, report } = require('../measure');

const begun = performance.now();
afterAll(() => report({ ms: performance.now() - begun }));

test.each(Array.from({ length: 1000 }, (_, n) => n))('test %i', async (n) => {
  let chain = request(url).ws('/');
  for (let step = 0; step < 3; step++) chain = chain.sendJson({ n, step }).expectJson({ n, step });
  await chain.close();
});
