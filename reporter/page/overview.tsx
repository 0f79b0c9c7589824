import type { WaitRecord } from '../../src/record/test-record';
import { grouped } from '../../src/text/grouped';
import type { AttemptReport } from '../report';
import { causeOf } from './cause';
import { Legend } from './legend';
import { messageCount } from './message-count';
import { byNearness, nearnessOf } from './nearness';
import { isBreach, statusOf } from './statuses';
import { WaitList } from './wait-list';
import { counted, duration } from './words';

/** Shown while no row is selected: the failures of an attempt, and its waits, the one nearest to its timeout first. */
export function Overview({ attempt, onSelect }: { attempt: AttemptReport; onSelect: (key: string) => void }) {
  const { conversation, errors } = attempt;
  const { clients, events, waits, omitted, omittedWaits = 0 } = conversation;
  const others = waits.map((_, index) => index).filter((index) => nearnessOf(waits[index] as WaitRecord) === undefined);
  const unread = events.filter((event) => statusOf(event) === 'unread').length;
  const broken = events.filter(isBreach).length;
  return (
    <article class="overview">
      {errors.map((error, index) => (
        <button key={index} type="button" class="cause" onClick={() => onSelect(`failure=${index}`)}>
          {causeOf(error.message)}
        </button>
      ))}
      <p class="counts">
        {counted(clients.length, 'client')}, {counted(messageCount(conversation), 'message')}
        {unread > 0 && <span class="dim">, {grouped(unread)} of them unread</span>}
        {broken > 0 && <span class="problem">, {counted(broken, 'breach', 'breaches')} of the contract</span>}
        {waits.length > 0 && <span>, {counted(waits.length + omittedWaits, 'wait')}</span>}
        {omittedWaits > 0 && <span class="dim">, {grouped(omittedWaits)} of them left out</span>}
      </p>
      {omitted !== undefined && (
        <p class="counts dim">
          {counted(omitted.events, 'event')} in the middle were left out: what is unread or broken is counted without them.
        </p>
      )}
      <WaitList title="Waits, the nearest to its timeout first" indexes={byNearness(waits)} {...{ waits, onSelect }} />
      <WaitList title="Other waits: for nothing to come, or without a timeout" indexes={others} {...{ waits, onSelect }} />
      <section>
        <h3>What the shapes mean</h3>
        <Legend breach={broken > 0} />
      </section>
      <p class="dim">
        <kbd>j</kbd> <kbd>k</kbd> go through the events, <kbd>/</kbd> searches, <kbd>?</kbd> shows all keys. The attempt took{' '}
        {duration(attempt.duration)}.
      </p>
    </article>
  );
}
