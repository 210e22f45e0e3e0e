// The messages of one room: a log that screen readers follow, and below it what was not taken by the server yet.

const TOGETHER_MS = 4 * 60_000; // what one says within it stands under one name
const NEAR_PX = 60;
const HUES = 8;

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

export function element(name, classes, text) {
  const made = document.createElement(name);
  if (classes) {
    made.className = classes;
  }
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

/** A picture for somebody: letters on a colour, which stays when the name changes. */
export function face(id, nick) {
  const made = element('span');
  made.setAttribute('aria-hidden', 'true');
  dress(made, id, nick);
  return made;
}

export function dress(made, id, nick) {
  let sum = 0;
  for (const letter of id) {
    sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  }
  made.className = `face hue-${sum % HUES}`;
  made.textContent = nick
    .split(' ')
    .slice(0, 2)
    .map(word => [...word][0])
    .join('')
    .toLocaleUpperCase();
}

/** Text, with addresses of the web as links. */
function words(text) {
  const made = element('p', 'words');
  text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,:;!?)\]'])/).forEach((part, i) => {
    if (i % 2 === 0) {
      made.append(part);
    } else {
      const link = element('a', '', part);
      link.href = part;
      link.rel = 'noopener noreferrer';
      link.target = '_blank';
      made.append(link);
    }
  });
  return made;
}

export class Log {
  #log;
  #outbox;
  #items = new Map(); // of the outbox, by n
  #author = null; // of the last message
  #own = false; // whether that is who uses this page
  #time = 0;
  #day = '';
  #sticks = true; // to the end

  constructor(name, onScroll) {
    this.scroller = element('section', 'scroller');
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('aria-label', `Messages in ${name}`);
    this.scroller.hidden = true;
    this.#log = element('div', 'log');
    this.#log.setAttribute('role', 'log');
    this.#log.setAttribute('aria-live', 'polite');
    this.#outbox = element('div', 'outbox');
    this.scroller.append(this.#log, this.#outbox);
    this.scroller.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.scroller;
      if (clientHeight > 0) {
        this.#sticks = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        onScroll();
      }
    });
    new ResizeObserver(() => this.#settle()).observe(this.scroller);
  }

  /** Whether its end is seen. */
  get isAtEnd() {
    return this.#sticks;
  }

  show(on) {
    this.scroller.hidden = !on;
    this.#settle();
  }

  toEnd() {
    this.#sticks = true;
    this.#settle();
  }

  #settle() {
    if (this.#sticks) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    }
  }

  /** Adds what is old: nobody shall have to listen to it. */
  filling(add) {
    this.#log.setAttribute('aria-live', 'off');
    add();
    setTimeout(() => this.#log.setAttribute('aria-live', 'polite'), 100);
  }

  said({ by, nick, time, text }, own) {
    this.#dayOf(time);
    const more = this.#author === by + nick && time - this.#time < TOGETHER_MS;
    this.#author = by + nick;
    this.#own = own;
    this.#time = time;
    this.#log.append(message(by, own ? 'You' : nick, nick, new Date(time), text, own, more));
    this.#settle();
  }

  note(text) {
    this.#dayOf(Date.now());
    this.#author = null;
    this.#log.append(element('p', 'note', text));
    this.#settle();
  }

  #dayOf(time) {
    const name = day.format(time);
    if (name !== this.#day) {
      this.#day = name;
      this.#author = null;
      this.#log.append(element('p', 'day', name === day.format(Date.now()) ? 'Today' : name));
    }
  }

  // ---- what was not taken yet

  unsent(saying, again, forget) {
    this.#dayOf(Date.now());
    const under = this.#author !== null && this.#own && Date.now() - this.#time < TOGETHER_MS;
    const more = under || this.#items.size > 0;
    const item = message('', 'You', '', null, saying.text, true, more); // where it will be when it has come back
    item.classList.add('unsent');
    const state = element('p', 'state', 'Sending…');
    state.setAttribute('role', 'status');
    item.querySelector('.speech').append(state);
    this.#items.set(saying.n, { item, state, again, forget });
    this.#outbox.append(item);
    this.toEnd();
  }

  refused(saying) {
    const { item, state, again, forget } = this.#items.get(saying.n);
    item.classList.add('refused');
    state.textContent = `Not sent. ${saying.refused} `;
    state.append(button('Send again', again), ' ', button('Discard', forget));
    this.#settle();
  }

  withdrawn(saying) {
    this.#items.get(saying.n)?.item.remove();
    this.#items.delete(saying.n);
  }
}

function button(text, pressed) {
  const made = element('button', 'plain', text);
  made.type = 'button';
  made.addEventListener('click', pressed);
  return made;
}

function message(by, called, nick, time, text, own, more) {
  const made = element('div', `message${own ? ' own' : ''}${more ? ' more' : ''}`);
  if (!own) {
    made.append(face(by, nick));
  }
  const speech = element('div', 'speech');
  const who = element('p', 'who');
  who.append(element('strong', '', called));
  if (time) {
    const at = element('time', '', clock.format(time));
    at.dateTime = time.toISOString();
    who.append(' ', at);
  }
  speech.append(who, words(text));
  made.append(speech);
  return made;
}
