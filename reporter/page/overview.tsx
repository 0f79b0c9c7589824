import { useState } from 'preact/hooks';
import { grouped } from '../../src/text/grouped';
import type { AttemptReport } from '../report';
import { causeOf } from './cause';
import { Legend } from './legend';
import { Meter } from './meter';
import { byNearness } from './nearness';
import { outcomeOf } from './outcomes';
import { shortly } from './sentences';
import { isBreach, statusOf } from './statuses';
import { beginning, counted, duration } from './words';

const WAITS = 8;

/** What an attempt was like, while no row is chosen: its failures, and its waits, the nearest to its timeout first. */
export function Overview({ attempt, onSelect }: { attempt: AttemptReport; onSelect: (key: string) => void }) {
  const { conversation, errors } = attempt;
  const { clients, events, waits, omittedWaits = 0 } = conversation;
  const [all, setAll] = useState(false);
  const near = byNearness(waits);
  const shown = near.slice(0, all ? 500 : WAITS);
  const messages = events.filter(({ kind }) => kind === 'message');
  const unread = messages.filter((event) => statusOf(event) === 'unread').length;
  const broken = events.filter(isBreach).length;
  return (
    <article class="overview">
      {errors.map((error, index) => (
        <button key={index} type="button" class="cause" onClick={() => onSelect(`failure=${index}`)}>
          {causeOf(error.message)}
        </button>
      ))}
      <p class="counts">
        {counted(clients.length, 'client')}, {counted(messages.length, 'message')}
        {unread > 0 && <span class="dim">, {grouped(unread)} of them unread</span>}
        {broken > 0 && <span class="problem">, {counted(broken, 'breach', 'breaches')} of the contract</span>}
        {waits.length > 0 && <span>, {counted(waits.length + omittedWaits, 'wait')}</span>}
        {omittedWaits > 0 && <span class="dim">, {grouped(omittedWaits)} of them left out</span>}
      </p>
      {near.length > 0 && (
        <section>
          <h3>Waits, the nearest to its timeout first</h3>
          <ol class="waits">
            {shown.map((index) => {
              const wait = waits[index];
              if (wait === undefined) return null;
              return (
                <li key={index}>
                  <button type="button" onClick={() => onSelect(`wait=${index}`)}>
                    <Meter took={wait.ended - wait.began} timeout={wait.timeout ?? 0} />
                    <span class="wait-name">
                      <b>{beginning(wait.name, 60)}</b> <span class="dim">{beginning(wait.expected, 100)}</span>
                    </span>
                    <span class="where">
                      {shortly(wait.position)}
                      {wait.outcome !== 'satisfied' && `, ${outcomeOf(wait)}`}
                    </span>
                  </button>
                </li>
              );
            })}
          </ol>
          {near.length > shown.length && !all && (
            <button type="button" class="link" onClick={() => setAll(true)}>
              Show all {grouped(near.length)}
            </button>
          )}
        </section>
      )}
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
