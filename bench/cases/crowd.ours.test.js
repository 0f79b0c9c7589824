const { connectAll } = require('jest-websocket');
const { url, report } = require('../measure');

const COUNT = 2000;
const MEBIBYTE = 2 ** 20;

const ms = {};
let began;
let used;

test('crowd', async () => {
  began = performance.now();
  used = process.cpuUsage();
  const clients = Object.values(
    await connectAll(url, Object.fromEntries(Array.from({ length: COUNT }, (_, n) => [`c${n}`, {}]))),
  );
  ms.connect = performance.now() - began;
  clients[0].send({ broadcast: true, text: 'hello' });
  await expect(clients).toReceiveMessage({ broadcast: true });
  ms.receive = performance.now() - began;
});

afterAll(() => {
  const { maxRSS } = process.resourceUsage();
  const { user, system } = process.cpuUsage(used);
  report({ ...ms, ms: performance.now() - began, cpu: (user + system) / 1000, mib: (maxRSS * 1024) / MEBIBYTE });
});
