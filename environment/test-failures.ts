import type { Realm } from '../src/runtime/realm';
import { errorAt } from '../src/text/error-at';
import type { Scope } from '../src/waiting/scope';
import type { Test } from './jest-internals';
import { framesOf } from './replacement-error';
import { violationErrors } from './tell-violations';
import { unreadIn } from './unread-messages';

/** The error of a standing rule that was broken. */
export function violationIn(scopes: readonly Scope[], realm: Realm): Error | undefined {
  const violation = scopes.find((scope) => scope.violation)?.violation;
  return violation && errorAt(realm, violation.location, `${violation.sentence.replace(/\.$/, '')}.`);
}

/**
 * The errors of the rules that were broken while no test ran, and for which no hook or test has failed. Each is returned only
 * once.
 */
export const violationsLeft = (scopes: readonly Scope[], realm: Realm): Error[] =>
  violationErrors(
    scopes.flatMap((scope) => scope.takeViolations()),
    realm,
  );

/** The errors about what was begun and never awaited. Each is returned only once. */
export function forgottenIn(scopes: readonly Scope[], realm: Realm): Error[] {
  const unawaited = scopes.flatMap((scope) => scope.unawaited.take());
  const unfinished = scopes.flatMap((scope) => scope.unfinished.take());
  if (unawaited.length === 0) return unfinished.map(({ location, sentence }) => errorAt(realm, location, sentence()));
  return unawaited.map(({ name, location }) => {
    const advice = name.endsWith(')') ? `Write await in front of it: await ${name}.` : 'Write await in front of it.';
    return errorAt(realm, location, `${name} was not awaited, so nothing waited for its outcome. ${advice}`);
  });
}

/** The errors about calls that came when their test was over. Each is returned only once. */
export const straysOf = (scopes: readonly Pick<Scope, 'strays'>[], realm: Realm): Error[] =>
  scopes.flatMap(({ strays }) => strays?.take() ?? []).map(({ location, sentence }) => errorAt(realm, location, sentence()));

/** The error of a test that has left messages unread. */
export function unreadLeft(scopes: readonly Scope[], realm: Realm, { asyncError }: Test): Error | undefined {
  const left = unreadIn(scopes);
  return left === undefined ? undefined : errorAt(realm, { frames: framesOf(asyncError?.stack) }, left);
}
