const { report } = require('../measure');

const begun = performance.now();
afterAll(() => report({ ms: performance.now() - begun }));

test.each(Array.from({ length: 1000 }, (_, n) => n))('test %i', async () => {});
