import { Correlations } from '../../src/contract/correlation';
import { contractOf, definitionIn, version3 } from '../support/contracts';

const id = { correlationId: { location: '$message.payload#/id' } };
const ref = (name: string) => ({ $ref: `#/channels/chat/messages/${name}` });
const reply = (names: string[]) => ({ messages: names.map(ref) });

const document = version3({ Answer: id, Failure: id }, { Ask: id, Also: id, Shout: {} }) as {
  operations: Record<string, object>;
};
const channel = { $ref: '#/channels/chat' };
const contract = contractOf({
  ...document,
  operations: {
    ask: { action: 'receive', channel, messages: [ref('Ask')], reply: reply(['Answer', 'Failure']) },
    also: { action: 'receive', channel, messages: [ref('Also')], reply: reply(['Failure']) },
    shout: { action: 'receive', channel, messages: [ref('Shout')] },
  },
});
const [ask, answer, failure] = ['Ask', 'Answer', 'Failure'].map((name) => definitionIn(contract, name)) as [never, never, never];

const correlations = () => new Correlations(contract.channels.flatMap(({ operations }) => operations));

describe('a reply repeats the value of a request', () => {
  test('is right if one was sent with it', () => {
    const all = correlations();
    all.note({ payload: { id: 7 } }, 'sent');
    expect(all.problem(answer, { payload: { id: 7 } }, 'received')).toBeUndefined();
    expect(all.problem(failure, { payload: { id: 7 } }, 'received')).toBeUndefined();
  });

  test('is wrong if none was, or one of another type of value', () => {
    const all = correlations();
    all.note({ payload: { id: 7 } }, 'sent');
    expect(all.problem(answer, { payload: { id: 8 } }, 'received')).toBe('/id is 8, and no Ask was sent with it');
    expect(all.problem(answer, { payload: { id: '7' } }, 'received')).toBe('/id is "7", and no Ask was sent with it');
    expect(all.problem(failure, { payload: { id: 8 } }, 'received')).toBe('/id is 8, and no Ask or Also was sent with it');
  });

  test('is known by a header, too', () => {
    const inHeader = { correlationId: { location: '$message.header#/id' } };
    const asked = contractOf({
      ...(version3({ Answer: inHeader }, { Ask: inHeader }) as object),
      operations: {
        ask: { action: 'receive', channel, messages: [ref('Ask')], reply: reply(['Answer']) },
      },
    });
    const all = new Correlations(asked.channels.flatMap(({ operations }) => operations));
    all.note({ payload: {}, headers: { id: 'a' } }, 'sent');
    const problem = (headers: object) => all.problem(definitionIn(asked, 'Answer'), { payload: {}, headers }, 'received');
    expect(problem({ id: 'a' })).toBeUndefined();
    expect(problem({ id: 'b' })).toBe('headers/id is "b", and no Ask was sent with it');
  });

  test('may answer a request that broke its own definition, or was not judged', () => {
    const all = correlations();
    all.note({ payload: { id: 7 } }, 'sent');
    expect(all.problem(answer, { payload: { id: 7 } }, 'received')).toBeUndefined();
    expect(all.problem(answer, { payload: { id: 8 } }, 'received')).toBeDefined();
  });

  test('may be an object, or null', () => {
    const all = correlations();
    for (const value of [{ a: [1] }, null]) {
      expect(all.problem(answer, { payload: { id: value } }, 'received')).toBeDefined();
      all.note({ payload: { id: value } }, 'sent');
      expect(all.problem(answer, { payload: { id: structuredClone(value) } }, 'received')).toBeUndefined();
    }
  });

  test('is not judged behind a request whose value is not known, nor behind more than are kept', () => {
    const [fragment, many] = [correlations(), correlations()];
    fragment.note(undefined, 'sent');
    for (let id = 0; id <= 100_000; id++) many.note({ payload: { id } }, 'sent');
    for (const all of [fragment, many]) expect(all.problem(answer, { payload: { id: -1 } }, 'received')).toBeUndefined();
  });

  test('may come without a request where an operation says so', () => {
    const told = contractOf({
      ...document,
      operations: {
        ask: { action: 'receive', channel, messages: [ref('Ask')], reply: reply(['Answer']) },
        tell: { action: 'send', channel, messages: [ref('Answer')] },
      },
    });
    const all = new Correlations(told.channels.flatMap(({ operations }) => operations));
    expect(all.problem(definitionIn(told, 'Answer'), { payload: { id: 7 } }, 'received')).toBeUndefined();
  });

  test('is not judged where it has none, goes the other way, or is no reply', () => {
    const all = correlations();
    expect(all.problem(answer, { payload: {} }, 'received')).toBeUndefined();
    expect(all.problem(answer, { payload: { id: 7 } }, 'sent')).toBeUndefined();
    expect(all.problem(ask, { payload: { id: 7 } }, 'sent')).toBeUndefined();
  });
});
