import { LARGEST_UINT16 } from './mqtt-form';

/** The ids of the packets of one client. An id is not used again before its packet is acknowledged (MQTT 3.1.1 §2.3.1). */
export class MqttIds {
  #last = 0;
  readonly #inFlight = new Set<number>();

  /** @throws when none is free. */
  next(): number {
    if (this.#inFlight.size >= LARGEST_UINT16) throw new Error('no messageId is free: nothing that was sent is acknowledged');
    do this.#last = (this.#last % LARGEST_UINT16) + 1;
    while (this.#inFlight.has(this.#last));
    return this.#last;
  }

  /** A packet with this id is sent. */
  sent(id: number): void {
    this.#inFlight.add(id);
  }

  acknowledged(id: number): void {
    this.#inFlight.delete(id);
  }
}
