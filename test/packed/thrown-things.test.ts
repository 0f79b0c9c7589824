import { majors, runJest } from '../support/run-jest';
import { servers } from '../support/servers-source';

/** Things that a test may throw, by what is odd about them. */
const things = `
const trap = () => { throw new Error('no access'); };
const traps = new Proxy({}, { get: () => trap });
const getter = (name, get = trap) => Object.defineProperty(new Error('of a getter'), name, { get, enumerable: true });
class OfGetters extends Error {
  get message() { return 'text of a getter'; }
}
class Issues extends Error {
  constructor() { super(); this.name = 'IssuesError'; this.issues = [{ path: ['x'] }]; }
  get message() { return JSON.stringify(this.issues); }
  get errors() { return this.issues; }
}
const shared = new Error('thrown by two tests');
const circular = new Error('circular');
circular.cause = circular;
const anew = () => getter('cause', anew);
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const revokedFunction = Proxy.revocable(() => {}, {});
revokedFunction.revoke();
module.exports = {
  null: null,
  undefined: undefined,
  'a symbol': Symbol('odd'),
  'a string': 'text',
  'an empty string': '',
  'a bigint': 1n,
  'a number': 0,
  'a function': function thrower() {},
  'an object': { code: 5 },
  'an object with a message': { message: 'of no class' },
  'an object without a prototype': Object.assign(Object.create(null), { x: 1 }),
  'a message that is no string': Object.assign(new Error(), { message: { deep: true } }),
  'a stack that is a number': Object.assign(new Error('odd stack'), { stack: 5 }),
  'a stack that is undefined': Object.assign(new Error('no stack'), { stack: undefined }),
  'a stack without frames': Object.assign(new Error('short stack'), { stack: 'short stack' }),
  'a frozen error': Object.freeze(new Error('frozen')),
  'a DOMException': new DOMException('aborted', 'AbortError'),
  'a class of getters': new OfGetters(),
  'a list of issues': new Issues(),
  'a message that throws': getter('message'),
  'a stack that throws': getter('stack'),
  'a name that throws': getter('name'),
  'a cause that throws': getter('cause'),
  'a code that throws': getter('code'),
  'a field that throws': getter('details'),
  'a toJSON that throws': Object.assign(new Error('no JSON'), { toJSON: trap }),
  'getters that throw': { get message() { return trap(); }, get stack() { return trap(); }, get other() { return trap(); } },
  'a proxy that throws on every trap': new Proxy({}, traps),
  'a proxy of an error': new Proxy(new Error('behind a proxy'), { set: trap, defineProperty: trap }),
  'a revoked proxy': revoked.proxy,
  'a revoked function': revokedFunction.proxy,
  'a circular cause': circular,
  'a cause that is made anew each time': anew(),
  'an AggregateError': new AggregateError([new Error('one'), 2, null], 'several'),
  'an error of another realm': require('node:vm').runInNewContext('new TypeError("from afar")'),
  'thrown twice, first': shared,
  'thrown twice, again': shared,
};
`;

const source = `
const { connect } = require('jest-websocket');
const things = require('./things');
const server = require('./servers').serve((socket) => socket.send('hello'));
const talk = async () => { await (await connect(server)).receive('hello'); };

describe.each(Object.keys(things))('%s', (name) => {
  test('rejects', async () => { await talk(); throw things[name]; });
  test('with done', (done) => { talk().then(() => done(things[name] || 'falsy')); });
});
describe('hooks', () => {
  describe('before', () => { beforeEach(async () => { await talk(); throw things['a DOMException']; }); test('x', () => {}); });
  describe('after', () => { afterEach(() => { throw things['a proxy that throws on every trap']; }); test('x', talk); });
  describe('of block', () => { beforeAll(async () => { await talk(); throw things['a frozen error']; }); test('x', () => {}); });
});
test('innocent', talk);
`;

describe.each(majors)('Jest %i: a test that throws something odd', (jest) => {
  test.each([[['-i']], [['--maxWorkers=2']]])('fails itself and no other, with its conversation (%p)', async (args) => {
    const files = { ...servers, 'things.js': things, 'a.test.js': source, 'b.test.js': "test('innocent', () => {});" };
    const { tests, failures, output, exitCode } = await runJest({ jest, args, files });
    expect(output).not.toContain('failed to run');
    const { innocent, ...others } = tests;
    expect(innocent).toBe('passed');
    expect(Object.entries(others).filter(([, status]) => status !== 'failed')).toEqual([]);
    expect(Object.keys(others)).toHaveLength(2 * 37 + 3);
    const silent = Object.entries(failures).filter(([, text]) => text.match(/The conversation, in ms/g)?.length !== 1);
    expect(silent.map(([name]) => name)).toEqual([]);
    expect(exitCode).toBe(1);
    expect(failures['a class of getters rejects']).toContain('text of a getter');
    expect(failures['a frozen error rejects']).toMatch(/Error: frozen.*things\.js:/s);
    expect(failures['a list of issues rejects']).toMatch(/IssuesError: \[\{"path":\["x"\]\}\]/);
    expect(failures['a DOMException rejects']).toContain('AbortError: aborted');
    expect(failures['an error of another realm rejects']).toContain('TypeError: from afar');
    expect(failures['a stack that is a number rejects']).toMatch(/Error: odd stack.*a\.test\.js:8/s);
    expect(failures['undefined rejects']).toContain('thrown: undefined');
  });
});
