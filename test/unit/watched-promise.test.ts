import { Bag } from '../../src/runtime/bag';
import { realmOf } from '../../src/runtime/realm';
import { type Unawaited, watchPromises } from '../../src/runtime/watched-promise';

const watch = watchPromises(realmOf(globalThis));

function watched(internal = 0): { promise: Promise<number>; forgotten: () => boolean } {
  const unawaited = new Bag<Unawaited>();
  const location = { frames: '', position: { file: '', line: 0, column: 0 } };
  const promise = watch.promise<number>({ name: 'toReceive', location }, unawaited, internal, (resolve) => resolve(1));
  return { promise, forgotten: () => unawaited.items.length > 0 };
}

test.each<[string, (promise: Promise<number>) => unknown]>([
  ['await', async (promise) => await promise],
  ['return', (promise) => (async () => promise)()],
  ['then', (promise) => promise.then((value) => value)],
  ['finally', (promise) => promise.finally(() => {})],
  ['Promise.all', (promise) => Promise.all([promise])],
  ['Promise.race', (promise) => Promise.race([promise, 2])],
  ['await behind a catch', async (promise) => await promise.catch(() => 2)],
  ['await behind two', async (promise) => await promise.catch(() => 2).catch(() => 3)],
])('%s waits for it', async (_, use) => {
  const { promise, forgotten } = watched();
  await use(promise);
  expect(forgotten()).toBe(false);
});

test('nothing, or a catch alone, does not', async () => {
  const [first, second] = [watched(), watched()];
  second.promise.catch(() => {}).catch(() => {});
  await Promise.resolve();
  expect([first, second].map(({ forgotten }) => forgotten())).toEqual([true, true]);
});

test('what expect itself waits for does not count, however many others only look at the failure', async () => {
  const { promise, forgotten } = watched(1);
  const ofExpect = promise.then((value) => value).catch(() => 2);
  const ofWrapper = ofExpect.catch(() => 3);
  expect(forgotten()).toBe(true);
  expect(await ofWrapper).toBe(1);
  expect(forgotten()).toBe(false);
});

test('it is a promise of its realm, and works where then is patched', async () => {
  const patched = jest.spyOn(Promise.prototype, 'then').mockImplementation(() => 'not a promise' as never);
  const { promise } = watched();
  const next = promise.then((value) => value + 1);
  patched.mockRestore();
  expect(promise).toBeInstanceOf(Promise);
  expect(await next).toBe(2);
});
