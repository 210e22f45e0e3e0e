// A Bayeux client. It comes by WebSocket, or by long-polling where that does
// not open; keeps its client id over lost connections; acknowledges what it got, so that the server sends again what
// was lost; sends again what was not answered, so services must know what they have had.
//
//   IDLE --> CONNECTING --> ONLINE
//                ^  |         |
//                |  v         v
//               WAITING <-----+        OVER, from anywhere

import { Polling, Socket } from './transports.js';

const ANSWER_MS = 6_000; // for what the server need not hold
const HELD_MS = 30_000; // until it has said how long it holds a connect
const LONGEST_WAIT_MS = 15_000;
const WATCH_MS = 500;

export class Bayeux {
  #path;
  #told;
  #state = 'idle';
  #transport = null;
  #clientId = null;
  #ack = 0;
  #advice = {};
  #ids = 0;
  #connect = null; // { id, due } of the one that is not answered
  #unanswered = new Map(); // by id: { message, replied, due }, oldest first
  #toSend = new Set(); // ids
  #failures = 0;
  #socketWorked = false;
  #socketFailures = 0;
  #retry = 0;

  /** told: state(state, { by, retryAt }), welcome(), message(message). */
  constructor(path, told) {
    this.#path = path;
    this.#told = told;
    setInterval(() => this.#watch(), WATCH_MS);
    addEventListener('online', () => this.tryNow());
    addEventListener('offline', () => this.#lost());
    document.addEventListener('visibilitychange', () => this.#wakes());
  }

  get state() {
    return this.#state;
  }

  start() {
    if (this.#state === 'idle' || this.#state === 'over') {
      this.#clientId = null;
      this.#attempt();
    }
  }

  /** Does not wait any longer. */
  tryNow() {
    if (this.#state === 'waiting') {
      this.#attempt();
    }
  }

  /** Ends it; start() begins anew. */
  stop(tellServer) {
    if (tellServer && this.#state === 'online') {
      this.#transport.part({ channel: '/meta/disconnect', id: this.#id(), clientId: this.#clientId });
    }
    clearTimeout(this.#retry);
    this.#drop();
    this.#unanswered.clear();
    this.#enter('over');
  }

  subscribe(channel, replied) {
    this.#say({ channel: '/meta/subscribe', subscription: channel }, replied);
  }

  unsubscribe(channel) {
    this.#say({ channel: '/meta/unsubscribe', subscription: channel });
  }

  /** Says something once there is a connection; replied gets null, or why it was refused: { code, text }. */
  publish(channel, data, replied) {
    this.#say({ channel, data }, replied);
  }

  // ---- sending

  #id() {
    return String(++this.#ids);
  }

  #say(message, replied) {
    message.id = this.#id();
    this.#unanswered.set(message.id, { message, replied, due: 0 });
    if (this.#state === 'online') {
      this.#sendSoon(message.id);
    }
  }

  /** All that one turn says goes together. */
  #sendSoon(id) {
    this.#toSend.add(id);
    if (this.#toSend.size === 1) {
      queueMicrotask(() => this.#sendNow());
    }
  }

  #sendNow() {
    const ids = [...this.#toSend];
    this.#toSend.clear();
    if (this.#state !== 'online') {
      return; // all of it, when it is so again
    }
    const due = Date.now() + ANSWER_MS;
    const messages = [];
    for (const id of ids) {
      const entry = this.#unanswered.get(id);
      if (entry) {
        entry.due = due;
        messages.push({ ...entry.message, clientId: this.#clientId });
      }
    }
    if (messages.length > 0) {
      this.#transport.send(messages);
    }
  }

  // ---- the connection

  #enter(state, retryAt) {
    this.#state = state;
    this.#told.state(state, { by: this.#transport?.word, retryAt });
  }

  #attempt() {
    clearTimeout(this.#retry);
    this.#transport = this.#prefersSocket() ? new Socket(this.#path, this) : new Polling(this.#path, this);
    this.#enter('connecting');
    if (this.#clientId === null) {
      this.#shakeHands();
    } else {
      this.#connectNow(true);
    }
  }

  /** By polling after each socket that did not open; one that has opened before gets a second chance. */
  #prefersSocket() {
    const chances = this.#socketWorked ? 2 : 1;
    return typeof WebSocket === 'function' && this.#socketFailures < chances;
  }

  #shakeHands() {
    const id = this.#id();
    this.#connect = { id, due: Date.now() + ANSWER_MS };
    this.#transport.send([
      {
        channel: '/meta/handshake',
        id,
        version: '1.0',
        supportedConnectionTypes: ['websocket', 'long-polling'],
        ext: { ack: true },
      },
    ]);
  }

  #connectNow(atOnce) {
    const id = this.#id();
    const held = atOnce ? 0 : (this.#advice.timeout ?? HELD_MS);
    this.#connect = { id, due: Date.now() + held + ANSWER_MS };
    const message = {
      channel: '/meta/connect',
      id,
      clientId: this.#clientId,
      connectionType: this.#transport.word,
      ext: { ack: this.#ack },
    };
    if (atOnce) {
      message.advice = { timeout: 0 };
    }
    this.#transport.send([message]);
  }

  #drop() {
    this.#transport?.close();
    this.#transport = null;
    this.#connect = null;
  }

  /** From the transport. */
  failed(transport) {
    if (transport === this.#transport) {
      if (transport instanceof Socket) {
        this.#socketFailures = transport.opened ? 0 : this.#socketFailures + 1;
      } else {
        this.#socketFailures = 0;
      }
      this.#lost();
    }
  }

  #lost() {
    if (this.#state !== 'connecting' && this.#state !== 'online') {
      return;
    }
    this.#drop();
    const fallsBack = this.#socketFailures > 0 && !this.#socketWorked && this.#failures === 0;
    const wait = fallsBack ? 0 : this.#failures === 0 ? 300 : Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.#failures);
    this.#failures++;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#attempt(), wait);
    this.#enter('waiting', Date.now() + wait);
  }

  /** What was not answered in time is lost, and the connection with it. */
  #watch() {
    const now = Date.now();
    const late = this.#connect !== null && this.#connect.due < now;
    const oldest = this.#unanswered.values().next().value;
    if (late || (this.#state === 'online' && oldest !== undefined && oldest.due !== 0 && oldest.due < now)) {
      this.#lost();
    }
  }

  /** A page that was asleep does not know what has become of its connection. */
  #wakes() {
    if (document.visibilityState === 'visible') {
      this.tryNow();
      if (this.#state === 'online' && this.#unanswered.size === 0) {
        this.#say({ channel: '/meta/ping' });
      }
    }
  }

  // ---- hearing

  /** From the transport. */
  heard(transport, messages) {
    if (transport instanceof Socket) {
      this.#socketWorked = true;
      this.#socketFailures = 0;
    }
    for (const message of Array.isArray(messages) ? messages : [messages]) {
      if (transport !== this.#transport) {
        return; // it was given up, by one of these
      }
      try {
        this.#take(message);
      } catch (error) {
        console.error(error);
      }
    }
  }

  #take(message) {
    if (message.advice && !message.advice['multiple-clients']) { // which is for this once
      Object.assign(this.#advice, message.advice);
    }
    if (message.channel === '/meta/handshake') {
      this.#welcomed(message);
    } else if (message.channel === '/meta/connect') {
      this.#connected(message);
    } else if (message.successful === undefined) {
      this.#told.message(message);
    } else {
      this.#replied(message);
    }
  }

  #welcomed(reply) {
    if (!reply.successful) {
      this.#refused(reply);
      return;
    }
    this.#clientId = reply.clientId;
    this.#ack = 0;
    this.#failures = 0;
    this.#unanswered.clear();
    this.#enter('online');
    this.#told.welcome();
    this.#connectNow(false);
  }

  #connected(reply) {
    if (reply.id !== this.#connect?.id) {
      return; // of a connect that was given up
    }
    this.#connect = null;
    if (!reply.successful) {
      this.#refused(reply);
      return;
    }
    this.#ack = reply.ext?.ack ?? this.#ack;
    this.#failures = 0;
    if (this.#state !== 'online') {
      this.#enter('online');
      [...this.#unanswered.keys()].forEach(id => this.#sendSoon(id));
    }
    const transport = this.#transport;
    const connect = () => transport === this.#transport && this.#connectNow(false);
    const wait = reply.advice?.interval ?? this.#advice.interval ?? 0;
    if (wait > 0) {
      setTimeout(connect, wait);
    } else {
      queueMicrotask(connect); // once what came with it was taken
    }
  }

  #replied(reply) {
    const entry = this.#unanswered.get(reply.id);
    this.#unanswered.delete(reply.id);
    const error = reply.successful ? null : fault(reply);
    if (error?.code === 402 && reply.advice?.reconnect === 'handshake') {
      this.#refused(reply);
    } else {
      entry?.replied?.(error);
    }
  }

  /** The server says how to go on. */
  #refused(reply) {
    const how = reply.advice?.reconnect ?? 'retry';
    if (how === 'none') {
      this.stop(false);
    } else if (how === 'handshake') {
      this.#clientId = null;
      this.#drop();
      this.#enter('connecting');
      this.#retry = setTimeout(() => this.#attempt(), this.#advice.interval ?? 0);
    } else {
      this.#lost();
    }
  }
}

function fault(reply) {
  const [, code, text] = /^(\d{3}):[^:]*:(.*)$/s.exec(reply.error ?? '') ?? [];
  return { code: Number(code ?? 0), text: text ?? 'The server refused this' };
}
