// `npm run bench`: each comparison in one run, its contenders in turn, medians of several rounds.
const { execFileSync, fork, spawnSync } = require('node:child_process');
const { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const root = join(__dirname, '..');
const jestBin = require.resolve('jest/bin/jest');
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const only = process.argv.slice(2);

/** Runs test files with Jest in-band, and gives what they report. */
function jest({ ours, fastExpect = true, pattern, url, config = join(__dirname, 'jest.config.js') }) {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const out = join(directory, 'figures');
  writeFileSync(out, '');
  const { NODE_ENV, ...env } = process.env;
  const { status, stderr } = spawnSync(process.execPath, [jestBin, '-i', '--config', config, ...(pattern ? [pattern] : [])], {
    cwd: root,
    env: { ...env, BENCH_OUT: out, BENCH_URL: url ?? '', BENCH_OURS: ours ? '1' : '', BENCH_FAST_EXPECT: fastExpect ? '1' : '' },
  });
  if (status !== 0) throw new Error(`${pattern ?? config} failed:\n${stderr}`);
  const figures = readFileSync(out, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  rmSync(directory, { recursive: true });
  return { ...figures[0], all: figures };
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
};

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

const grouped = (figures) => {
  const groups = {};
  for (const figure of figures) groups[figure.name] = [...(groups[figure.name] ?? []), figure];
  return groups;
};

/** Ours with `fastExpect: false`. */
const PLAIN = 'ours, plain expect';

/** The median of a figure for each contender. They run in turn, so that a drift of the machine meets all of them. */
function compare(url, name, contenders, figure = 'ms', rounds = ROUNDS) {
  const seen = Object.fromEntries(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const ours = contender.startsWith('ours');
      const fastExpect = contender !== PLAIN;
      const run = jest({ ours, fastExpect, pattern: `cases/${name}\\.${ours ? 'ours' : contender}\\.test`, url });
      seen[contender].push(run[figure]);
    }
  }
  return Object.fromEntries(contenders.map((contender) => [contender, median(seen[contender])]));
}

const say = (text) => console.log(text);
const ms = (number) => `${number.toFixed(number < 10 ? 2 : 0)} ms`;
const ratio = (a, b) => `${(a / b).toFixed(2)}×`;

const parts = {
  /**
   * 40 files with one test each, beside 40 that use nothing, in one process and in turn: what a file takes, in the mean
   * (what a worker loads once is in it) and in the median (it is not).
   */
  files() {
    const heads = {
      empty: '',
      ours: "const { connect } = require('jest-websocket');",
      superwstest: "const request = require('superwstest');",
    };
    const names = Object.keys(heads);
    const base = mkdtempSync(join(root, '.bench-'));
    const projects = names.map((name, place) => {
      const rootDir = join(base, name);
      mkdirSync(rootDir);
      writeFileSync(join(rootDir, 'package.json'), '{}'); // not of this package: its users have it in node_modules
      for (let n = 0; n < 40; n++) {
        const text = `${heads[name]}\ntest('one', () => {});\n`;
        // Jest runs the largest first: they take turns, and nobody is always behind the same
        writeFileSync(join(rootDir, `f${n}.test.js`), text.padEnd(2000 - n * names.length - ((n + place) % names.length)));
      }
      const environment = name === 'ours' ? { preset: 'jest-websocket' } : { testEnvironment: 'node' };
      return { displayName: name, rootDir, ...environment };
    });
    const home = join(base, 'ours/node_modules/jest-websocket');
    for (const part of ['build', 'package.json', 'jest-preset.js'])
      cpSync(join(root, part), join(home, part), { recursive: true });
    const config = join(base, 'jest.config.json');
    writeFileSync(config, JSON.stringify({ projects, reporters: [join(__dirname, 'file-times.js')] }));
    try {
      const rounds = Array.from({ length: ROUNDS }, () => grouped(jest({ config }).all));
      const over = (name, middle) => {
        const of = (round, who) => middle(round[who].map(({ ms }) => ms));
        return ms(median(rounds.map((round) => of(round, name) - of(round, 'empty'))));
      };
      const each = (middle) => `ours ${over('ours', middle)}, requiring superwstest ${over('superwstest', middle)}`;
      say(`(a) a file of one test costs over an empty one: ${each(mean)}; the median file: ${each(median)}`);
    } finally {
      rmSync(base, { recursive: true });
    }
  },
  'round-trips'(url) {
    const {
      ours,
      'by-hand': byHand,
      superwstest,
      bare,
      [PLAIN]: plain,
    } = compare(url, 'round-trips', ['ours', 'by-hand', 'superwstest', 'bare', PLAIN]);
    say(
      `(b) 5,000 round trips: ours ${ms(ours)}, by hand with expect() ${ms(byHand)}, superwstest ${ms(superwstest)}, bare ${ms(bare)}`,
    );
    say(
      `    ours / by hand ${ratio(ours, byHand)}, ours / superwstest ${ratio(ours, superwstest)}, ours / bare ${ratio(ours, bare)}`,
    );
    say(`    with fastExpect: false ${ms(plain)}, ${ratio(plain, ours)} of ours`);
  },
  skip(url) {
    const { ours, bare } = compare(url, 'skip', ['ours', 'bare'], 'ms', ROUNDS * 2);
    say(`(c) skipping 100,000 messages: ours ${ms(ours)}, bare ws with JSON.parse ${ms(bare)}, ours / bare ${ratio(ours, bare)}`);
    const memory = compare(url, 'memory', ['ours', 'bare'], 'bytesPerMessage', 3);
    const [kept, needed] = [memory.ours, memory.bare].map(Math.round);
    say(`    memory for each message: ours ${kept} bytes, its text and value alone ${needed} bytes, ${ratio(kept, needed)}`);
  },
  clients(url) {
    const runs = Array.from({ length: ROUNDS }, () => jest({ ours: true, pattern: 'cases/clients', url }));
    const [hundred, thousand] = ['hundred', 'thousand'].map((name) => median(runs.map((run) => run[name])));
    say(`(d) one broadcast, all assert: 100 clients ${ms(hundred)}, 1,000 clients ${ms(thousand)}, ${ratio(thousand, hundred)}`);
  },
  snapshot() {
    const runs = Array.from({ length: ROUNDS }, () => jest({ ours: true, pattern: 'cases/snapshot' }));
    const [ours, stringify] = ['ours', 'stringify'].map((name) => median(runs.map((run) => run[name])));
    say(
      `(f) 10,000 messages as a snapshot: ours ${ms(ours)}, JSON.stringify alone ${ms(stringify)}, ${median(runs.map((run) => run.ours / run.stringify)).toFixed(2)}×`,
    );
  },
  scenarios(url) {
    const { ours, 'by-hand': byHand } = compare(url, 'scenarios', ['ours', 'by-hand']);
    say(`(g) 500 scenarios of 5 steps: ours ${ms(ours)}, by hand with ws ${ms(byHand)}, ours / by hand ${ratio(ours, byHand)}`);
  },
  tests(url) {
    const { ours, superwstest, careless, empty } = compare(url, 'tests', ['ours', 'superwstest', 'careless', 'empty']);
    say(
      `(e) 1,000 tests: ours ${ms(ours)}, superwstest ${ms(superwstest)}, empty ${ms(empty)}, ours / superwstest ${ratio(ours, superwstest)}`,
    );
    say(`    without waiting for the close, superwstest ${ms(careless)}, ours / that ${ratio(ours, careless)}`);
    const own = compare(url, 'own-server', ['ours', 'superwstest']);
    say(
      `    against a server in the same process, as each README writes it: ours ${ms(own.ours)}, superwstest ${ms(own.superwstest)}, ${ratio(own.ours, own.superwstest)}`,
    );
  },
};

async function main() {
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' });
  const server = fork(join(__dirname, 'server.js'));
  const port = await new Promise((resolve) => server.once('message', resolve));
  try {
    for (const [name, part] of Object.entries(parts)) {
      if (only.length === 0 || only.includes(name)) part(`ws://127.0.0.1:${port}`);
    }
  } finally {
    server.kill();
  }
}

void main();
