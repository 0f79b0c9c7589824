const request = require('superwstest');
const { echoServer } = require('../echo-server');
const { report } = require('../measure');

const begun = performance.now();
afterAll(() => report({ ms: performance.now() - begun }));

// as its README writes: the server ends in an afterEach, and the connections with it
const server = echoServer();
beforeEach((done) => {
  server.listen(0, 'localhost', done);
});
afterEach((done) => {
  server.close(done);
});

test.each(Array.from({ length: 1000 }, (_, n) => n))('test %i', async (n) => {
  let chain = request(server).ws('/');
  for (let step = 0; step < 3; step++) chain = chain.sendJson({ n, step }).expectJson({ n, step });
  await chain;
});
