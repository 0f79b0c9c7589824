import { connect } from 'jest-websocket';
import { graphqlWs } from 'jest-websocket/codecs';
import { createApp } from '../src/server';

const server = createApp();

const login = (token: string) => ({ path: '/graphql', codec: graphqlWs({ payload: { token } }) });

test('Ann says something, and Bob hears it', async () => {
  const ann = await connect(server, { name: 'Ann', ...login('token-of-ann') });
  const bob = await connect(server, { name: 'Bob', ...login('token-of-bob') });
  bob.send({ type: 'subscribe', id: 'said', payload: { query: 'subscription { said { from text } }' } });
  await bob.request({ type: 'subscribe', payload: { query: '{ users }' } }); // its answer shows that Bob has subscribed

  const answer = await ann.request({
    type: 'subscribe',
    payload: { query: 'mutation ($text: String!) { say(text: $text) { text } }', variables: { text: 'Hello!' } },
  });

  expect(answer).toMatchObject({ payload: { data: { say: { text: 'Hello!' } } } });
  await expect(bob).toReceiveMessage({ id: 'said', payload: { data: { said: { from: 'Ann', text: 'Hello!' } } } });
});

test('a stranger is refused', async () => {
  await expect(connect(server, login('forged'))).rejects.toThrow('4403');
});
