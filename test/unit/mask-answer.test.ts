import { maskAnswer } from '../../src/connection/mask-answer';

test.each([
  'Bad credentials: who are you?',
  'Invalid token: please log in again',
  'The password you typed is wrong',
  'Token was issued by another server',
  'The ticket has been sold',
  'Wrong pin: try once more',
  'api key: what key?',
  'The token that you sent is stolen',
  'Session which nobody has begun',
])('a refusal keeps the words that say why: %s', (text) => {
  expect(maskAnswer(text)).toBe(text);
});

test.each([
  ['token abc123def is wrong', 'token *** is wrong'],
  ['token=hunter2', 'token=***'],
  ['Unknown token "swordfish"', 'Unknown token "***"'],
  ['The session id xyz987 is unknown', 'The session id *** is unknown'],
  ['I do not know the password swordfish.', 'I do not know the password ***'],
  ['<input name="password" value="hunter2">', '<input name="password" value="***">'],
])('a refusal does not repeat a secret: %s', (text, shown) => {
  expect(maskAnswer(text)).toBe(shown);
});
