import { Address } from '../../../reporter/page/address';

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

/** An address bar, and all that was ever written into it. */
function addressBar(refuses = () => false) {
  const written: string[] = [];
  const location = { hash: '' };
  const write = (how: string) => (_data: unknown, _unused: string, url: string) => {
    if (refuses()) throw new Error('SecurityError: too many calls');
    written.push(`${how} ${url}`);
    location.hash = url;
  };
  return { location, history: { pushState: write('push'), replaceState: write('replace') }, written };
}

const rows = Array.from({ length: 300 }, (_, row) => `#row=${row}`);

test('a key that is held writes the address once, when it rests', () => {
  const bar = addressBar();
  const address = new Address(bar);
  for (const row of rows) {
    address.replace(row);
    jest.advanceTimersByTime(33);
  }
  expect(bar.written).toEqual([]);
  jest.runAllTimers();
  expect(bar.written).toEqual(['replace #row=299']);
});

test('another view is written at once, behind the row where one was', () => {
  const bar = addressBar();
  const address = new Address(bar);
  address.replace('#row=1');
  address.push('#waits');
  jest.runAllTimers();
  expect(bar.written).toEqual(['replace #row=1', 'push #waits']);
});

test('who has gone elsewhere stays there', () => {
  const bar = addressBar();
  const address = new Address(bar);
  address.replace('#row=1');
  bar.location.hash = '#contract';
  jest.runAllTimers();
  expect(bar.written).toEqual([]);
});

test('an address that the browser refuses stops nothing, and the next one is written', () => {
  let refuses = true;
  const bar = addressBar(() => refuses);
  const address = new Address(bar);
  address.push('#waits');
  address.replace('#row=1');
  jest.runAllTimers();
  refuses = false;
  address.replace('#row=2');
  jest.runAllTimers();
  expect(bar.written).toEqual(['replace #row=2']);
});
