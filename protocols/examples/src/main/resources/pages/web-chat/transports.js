// The two ways to the server. Both are told batches of messages to send, and tell `told` what they heard, or that
// they have failed: told.heard(this, messages), told.failed(this). They send nothing twice and wait for nothing:
// whoever uses them looks at the clock.

const OPEN_MS = 5_000;

/** A WebSocket: batches go and come at any time. */
export class Socket {
  word = 'websocket';
  opened = false;
  #socket;
  #told;
  #waiting = [];
  #over = false;

  constructor(path, told) {
    this.#told = told;
    const url = new URL(path, location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    try {
      this.#socket = new WebSocket(url);
    } catch {
      queueMicrotask(() => this.#end()); // the browser has none, or may not use it
      return;
    }
    const timer = setTimeout(() => this.#end(), OPEN_MS); // a proxy that answers nothing
    this.#socket.onopen = () => {
      clearTimeout(timer);
      this.opened = true;
      this.#waiting.splice(0).forEach(messages => this.send(messages));
    };
    this.#socket.onmessage = event => {
      if (!this.#over) {
        this.#told.heard(this, JSON.parse(event.data));
      }
    };
    this.#socket.onclose = () => {
      clearTimeout(timer);
      this.#end();
    };
  }

  send(messages) {
    if (this.opened) {
      this.#socket.send(JSON.stringify(messages));
    } else {
      this.#waiting.push(messages);
    }
  }

  /** The last that is said. */
  part(message) {
    this.send([message]);
    this.close();
  }

  close() {
    this.#over = true;
    this.#socket?.close();
  }

  #end() {
    if (!this.#over) {
      this.close();
      this.#told.failed(this);
    }
  }
}

/** Requests: one that is held until there is something to say, and beside it one at a time, so that order holds. */
export class Polling {
  word = 'long-polling';
  opened = false;
  #path;
  #told;
  #waiting = [];
  #sending = false;
  #over = new AbortController();

  constructor(path, told) {
    this.#path = path;
    this.#told = told;
  }

  send(messages) {
    const connects = messages.filter(message => message.channel === '/meta/connect');
    this.#waiting.push(...messages.filter(message => message.channel !== '/meta/connect'));
    this.#drain();
    if (connects.length > 0) {
      this.#post(connects);
    }
  }

  async #drain() {
    if (!this.#sending && this.#waiting.length > 0) {
      this.#sending = true;
      await this.#post(this.#waiting.splice(0));
      this.#sending = false;
      this.#drain();
    }
  }

  async #post(messages) {
    try {
      const answer = await fetch(this.#path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(messages),
        signal: this.#over.signal,
      });
      const replies = await answer.json(); // of an error too: the server says how to go on
      if (!this.#over.signal.aborted) {
        this.opened = true;
        this.#told.heard(this, replies);
      }
    } catch {
      if (!this.#over.signal.aborted) {
        this.close();
        this.#told.failed(this);
      }
    }
  }

  /** The last that is said: by a request that outlives the page. */
  part(message) {
    this.close();
    const body = new Blob([JSON.stringify([message])], { type: 'application/json' });
    navigator.sendBeacon(this.#path, body);
  }

  close() {
    this.#over.abort();
  }
}
