// What is seen of the chat. All that others have written goes in as text, never as markup.

import { Log, dress, element, face } from './log.js';

const CALM_MS = 700; // a connection that is back sooner is not worth a word

const of = id => document.getElementById(id);

/** What a room may be called: small letters, digits and dashes. */
export function roomName(text) {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{Ll}\p{Lm}\p{Lo}\p{M}\p{Nd}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 24)
    .replace(/-+$/, '');
}

/** Makes a list of these; what is in its place is not touched, so that whoever is on it stays on it. */
function arrange(list, items) {
  [...list.children].filter(item => !items.includes(item)).forEach(item => item.remove());
  items.forEach((item, i) => {
    if (list.children[i] !== item) {
      list.insertBefore(item, list.children[i] ?? null);
    }
  });
}

export class View {
  #chat;
  #keep;
  #logs = new Map();
  #listed = [];
  #calm = 0;

  /** keep: called when something has changed that a reload should bring back. */
  open(chat, keep) {
    this.#chat = chat;
    this.#keep = keep;
    of('to-end').addEventListener('click', () => {
      this.#log(chat.current).toEnd();
      of('text').focus();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && chat.current) {
        chat.current.unread = 0;
        this.#drawRooms();
      }
    });
  }

  #log(room) {
    let log = this.#logs.get(room.name);
    if (log === undefined) {
      log = new Log(room.name, () => this.#ends());
      this.#logs.set(room.name, log);
      of('logs').append(log.scroller);
    }
    return log;
  }

  // ---- coming in

  /** Shows the house, before anybody has said who is in. */
  waiting() {
    of('door').hidden = true;
    of('house').hidden = false;
    of('text').disabled = true;
    this.shown();
  }

  entered() {
    const first = of('house').hidden || of('text').disabled;
    of('door').hidden = true;
    of('house').hidden = false;
    of('door-error').textContent = '';
    of('my-nick').textContent = this.#chat.nick;
    dress(of('my-face'), this.#chat.id, this.#chat.nick);
    of('naming').close();
    if (first) {
      of('text').disabled = false;
      this.shown();
      of('text').focus();
    }
    this.#keep();
  }

  turnedAway(text) {
    of('house').hidden = true;
    of('door').hidden = false;
    of('door-error').textContent = text;
    of('nick').value = this.#chat.nick;
    of('nick').setAttribute('aria-invalid', 'true');
    of('nick').select();
    of('nick').focus();
  }

  replaced() {
    of('elsewhere-dialog').showModal();
  }

  // ---- rooms

  shown() {
    const { current } = this.#chat;
    if (current === null) {
      return;
    }
    this.#log(current);
    this.#logs.forEach((log, name) => log.show(name === current.name));
    of('room-title').textContent = current.name;
    of('leave-room').hidden = false;
    of('leave-room').setAttribute('aria-label', `Leave ${current.name}`);
    of('text').disabled = this.#chat.id === null;
    of('text').placeholder = `Say something in ${current.name}`;
    document.querySelector('label[for=text]').textContent = `Message to ${current.name}`;
    history.replaceState(null, '', `#${encodeURIComponent(current.name)}`);
    this.people(current);
    this.#drawRooms();
    this.#ends();
    this.#keep();
  }

  nowhere() {
    of('room-title').textContent = 'No room';
    of('room-size').textContent = 'Join one of the rooms to talk';
    of('leave-room').hidden = true;
    of('to-end').hidden = true;
    of('text').disabled = true;
    of('text').placeholder = '';
    of('people').replaceChildren();
    of('people-count').textContent = '';
    this.#drawRooms();
    this.#keep();
    of('join-room').focus();
  }

  left(name) {
    this.#logs.get(name)?.scroller.remove();
    this.#logs.delete(name);
    this.#drawRooms();
  }

  refusedRoom(name, text) {
    this.left(name);
    of('join-error').textContent = text;
    if (this.#chat.current?.name === name) {
      const [other] = this.#chat.rooms.keys();
      if (other) {
        this.#chat.show(other);
      } else {
        this.#chat.current = null;
        this.nowhere();
      }
    }
  }

  listed(sizes) {
    this.#listed = sizes;
    this.#drawRooms();
  }

  #drawRooms() {
    const { rooms, current } = this.#chat;
    const own = [...rooms.values()].map(room => this.#roomItem(room.name, room.unread, room === current));
    arrange(of('rooms'), own);
    const others = this.#listed.filter(({ name }) => !rooms.has(name));
    of('more').hidden = others.length === 0;
    arrange(of('others'), others.map(({ name, people }) => this.#otherItem(name, people)));
    const unread = [...rooms.values()].reduce((sum, room) => sum + room.unread, 0);
    of('elsewhere').hidden = unread === 0;
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${current ? `${current.name} · ` : ''}Usher`;
  }

  #item(list, name, pressed) {
    const known = [...of(list).querySelectorAll('button')].find(button => button.dataset.room === name);
    if (known) {
      return { item: known.parentElement, button: known, badge: known.querySelector('.badge') };
    }
    const item = element('li');
    const button = element('button', 'room');
    const badge = element('span', 'badge');
    button.type = 'button';
    button.dataset.room = name;
    button.addEventListener('click', pressed);
    button.append(element('span', 'name', name), badge);
    item.append(button);
    return { item, button, badge };
  }

  #roomItem(name, unread, isCurrent) {
    const { item, button, badge } = this.#item('rooms', name, () => {
      this.side(false);
      this.#chat.show(name);
      of('text').focus();
    });
    isCurrent ? button.setAttribute('aria-current', 'true') : button.removeAttribute('aria-current');
    badge.textContent = unread > 0 ? String(unread) : '';
    button.setAttribute('aria-label', unread > 0 ? `${name}, ${unread} unread` : name);
    return item;
  }

  #otherItem(name, people) {
    const { item, button, badge } = this.#item('others', name, () => {
      this.side(false);
      this.#chat.join(name);
      of('text').focus();
    });
    badge.textContent = String(people);
    button.setAttribute('aria-label', `Join ${name}, ${people} ${people === 1 ? 'person' : 'people'} there`);
    return item;
  }

  // ---- people

  people(room) {
    if (room !== this.#chat.current) {
      return;
    }
    const everybody = [...room.people].sort((a, b) => a[1].localeCompare(b[1]));
    of('people').replaceChildren(
      ...everybody.map(([id, nick]) => {
        const item = element('li', 'person');
        item.append(face(id, nick), element('span', 'name', nick));
        if (id === this.#chat.id) {
          item.append(element('span', 'you', 'you'));
        }
        return item;
      }),
    );
    const count = everybody.length;
    of('people-count').textContent = count > 0 ? String(count) : '';
    of('room-size').textContent = count === 0 ? '' : count === 1 ? 'Only you so far' : `${count} people`;
  }

  // ---- messages

  filling(room, add) {
    this.#log(room).filling(add);
  }

  said(room, saying) {
    const log = this.#log(room);
    log.said(saying, saying.by === this.#chat.id);
    if (room === this.#chat.current && document.visibilityState === 'visible') {
      this.#ends();
    } else {
      this.#drawRooms();
    }
  }

  note(room, text) {
    this.#log(room).note(text);
  }

  missed(room) {
    this.note(room, 'Some messages came while you were away, and are kept no more');
  }

  #roomOf(saying) {
    return this.#chat.rooms.get(saying.room);
  }

  unsent(saying) {
    const log = this.#log(this.#roomOf(saying));
    log.unsent(
      saying,
      () => {
        this.#chat.sayAgain(saying);
        of('text').focus();
      },
      () => {
        this.#chat.forget(saying);
        this.withdrawn(saying);
        of('text').focus();
      },
    );
  }

  refused(saying) {
    this.#log(this.#roomOf(saying)).refused(saying);
  }

  withdrawn(saying) {
    this.#log(this.#roomOf(saying)).withdrawn(saying);
  }

  #ends() {
    of('to-end').hidden = this.#chat.current === null || this.#log(this.#chat.current).isAtEnd;
  }

  // ---- the connection

  connection(state, { by }) {
    of('connection').dataset.state = state;
    of('try-now').hidden = state !== 'waiting';
    if (!of('door').hidden && (state === 'waiting' || state === 'online')) {
      of('door-error').textContent = state === 'waiting' ? 'The server does not answer: trying again' : '';
    }
    clearTimeout(this.#calm);
    const text = {
      connecting: 'Connecting…',
      online: by === 'websocket' ? 'Connected' : 'Connected by polling',
      waiting: 'No connection',
      over: 'Stopped',
    }[state];
    const told = of('connection-text');
    const say = () => {
      if (told.textContent !== text) {
        told.textContent = text;
      }
    };
    if (state === 'online' || state === 'over' || told.textContent === '') {
      say();
    } else if (told.textContent.startsWith('Connected') || state === 'waiting') {
      this.#calm = setTimeout(say, CALM_MS);
    }
  }

  // ---- the side, where there is no room beside the conversation

  side(open) {
    const side = of('side');
    if ((side.dataset.open === 'true') === open || !matchMedia('(max-width: 46rem)').matches) {
      return;
    }
    side.dataset.open = String(open);
    of('veil').hidden = !open;
    of('conversation').inert = open;
    of('open-side').setAttribute('aria-expanded', String(open));
    of(open ? 'close-side' : 'open-side').focus();
  }
}
