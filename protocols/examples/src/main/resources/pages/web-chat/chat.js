// What this page knows of the chat: who it is, its rooms, and what it has said that did not come back yet. It asks the
// room keeper by services (/service/enter, join, say) and hears what has happened on /room/NAME and /rooms.

import { Bayeux } from './bayeux.js';

const ROOM = '/room/';

/** A room that this page is in. */
class Room {
  epoch = 0;
  last = 0; // number of the last saying that came
  joined = false; // the keeper has said so, on this connection or an earlier one
  people = new Map(); // names by id
  unread = 0;

  constructor(name) {
    this.name = name;
  }
}

export class Chat {
  nick = '';
  id = null;
  rooms = new Map();
  current = null;
  unsent = []; // { n, room, text, refused }, oldest first
  #token;
  #n = 0;
  #view;
  #bayeux;

  constructor(view, kept) {
    this.#view = view;
    this.#token = kept?.token ?? token();
    this.#bayeux = new Bayeux('/cometd', {
      state: (state, details) => view.connection(state, details),
      welcome: () => this.#welcomed(),
      message: message => this.#heard(message),
    });
  }

  /** What brings this page back after a reload. */
  kept() {
    return { token: this.#token, nick: this.nick, rooms: [...this.rooms.keys()], current: this.current?.name };
  }

  /** Comes in by a name, with some rooms. */
  enter(nick, rooms) {
    this.nick = nick;
    rooms.forEach(name => this.rooms.has(name) || this.rooms.set(name, new Room(name)));
    if (this.#bayeux.state === 'online') {
      this.#askToEnter();
    } else {
      this.#bayeux.start();
    }
  }

  rename(nick, replied) {
    this.#bayeux.publish('/service/enter', { nick, token: this.#token, rooms: [...this.rooms.keys()] }, replied);
  }

  join(name) {
    const room = this.rooms.get(name) ?? new Room(name);
    this.rooms.set(name, room);
    if (!room.joined) {
      this.#askToJoin(room);
    }
    this.show(name);
  }

  show(name) {
    this.current = this.rooms.get(name);
    this.current.unread = 0;
    this.#view.shown();
  }

  leave(name) {
    this.rooms.delete(name);
    this.unsent = this.unsent.filter(saying => saying.room !== name);
    this.#bayeux.unsubscribe(ROOM + name);
    this.#view.left(name);
    if (this.current?.name === name) {
      this.current = this.rooms.values().next().value ?? null;
      this.current === null ? this.#view.nowhere() : this.show(this.current.name);
    }
  }

  say(text) {
    const saying = { n: ++this.#n, room: this.current.name, text, refused: null };
    this.unsent.push(saying);
    this.#view.unsent(saying);
    this.#send(saying);
  }

  /** Of what was refused. */
  sayAgain(saying) {
    this.forget(saying);
    this.#view.withdrawn(saying);
    const again = { ...saying, n: ++this.#n, refused: null };
    this.unsent.push(again);
    this.#view.unsent(again);
    this.#send(again);
  }

  forget(saying) {
    this.unsent = this.unsent.filter(other => other !== saying);
  }

  tryNow() {
    this.#bayeux.tryNow();
  }

  /** Goes, and says so. */
  quit() {
    this.#bayeux.stop(true);
  }

  /** Comes back where another window has come instead. */
  takeBack() {
    this.#bayeux.start();
  }

  // ---- asking

  #welcomed() {
    this.#askToEnter();
  }

  #askToEnter() {
    const wanted = { nick: this.nick, token: this.#token, rooms: [...this.rooms.keys()] };
    this.#bayeux.publish('/service/enter', wanted, error => {
      if (error) {
        this.#view.turnedAway(error.text);
      }
    });
    this.#bayeux.subscribe('/rooms');
    this.rooms.forEach(room => this.#askToJoin(room));
    this.unsent.filter(saying => saying.refused === null).forEach(saying => this.#send(saying));
  }

  /** In one batch, so that nothing is missed between the two. */
  #askToJoin(room) {
    const wanted = { room: room.name, epoch: room.epoch, after: room.last };
    this.#bayeux.publish('/service/join', wanted, error => {
      if (error && error.code !== 401) {
        this.rooms.delete(room.name);
        this.#view.refusedRoom(room.name, error.text);
      }
    });
    this.#bayeux.subscribe(ROOM + room.name);
  }

  #send(saying) {
    this.#bayeux.publish('/service/say', { room: saying.room, n: saying.n, text: saying.text }, error => {
      if (error && this.unsent.includes(saying)) {
        saying.refused = error.text;
        this.#view.refused(saying);
      }
    });
  }

  // ---- hearing

  #heard({ channel, data }) {
    if (channel === '/service/enter') {
      this.#entered(data);
    } else if (channel === '/service/join') {
      this.#joined(data);
    } else if (channel === '/rooms') {
      this.#view.listed(data);
    } else if (channel === '/service/replaced') {
      this.#bayeux.stop(false);
      this.unsent.filter(saying => saying.refused === null).forEach(saying => {
        saying.refused = 'Another window went on'; // and its numbers are not this one's
        this.#view.refused(saying);
      });
      this.#view.replaced();
    } else if (channel.startsWith(ROOM) && this.rooms.has(channel.slice(ROOM.length))) {
      this.#happened(this.rooms.get(channel.slice(ROOM.length)), data);
    }
  }

  #entered({ id, nick, last, rooms }) {
    this.id = id;
    this.nick = nick;
    this.#n = Math.max(this.#n, last); // a page that was loaded again goes on where it was
    this.#view.entered();
    this.#view.listed(rooms);
  }

  #joined(view) {
    const room = this.rooms.get(view.room);
    if (room === undefined) {
      return; // left in the meantime
    }
    if (room.epoch !== view.epoch) {
      room.epoch = view.epoch;
      room.last = 0;
    }
    room.joined = true;
    room.people = new Map(view.people.map(({ id, nick }) => [id, nick]));
    if (view.missed) {
      this.#view.missed(room);
    }
    this.#view.filling(room, () => view.sayings.forEach(saying => this.#said(room, saying)));
    this.#view.people(room);
  }

  #happened(room, { said, joined, left, renamed, was }) {
    if (said) {
      this.#said(room, said);
    } else if (joined) {
      room.people.set(joined.id, joined.nick);
      this.#view.note(room, `${joined.nick} came in`);
    } else if (left) {
      room.people.delete(left.id);
      this.#view.note(room, `${left.nick} left`);
    } else if (renamed) {
      room.people.set(renamed.id, renamed.nick);
      this.#view.note(room, `${was} is now called ${renamed.nick}`);
    }
    if (!said) {
      this.#view.people(room);
    }
  }

  #said(room, saying) {
    if (saying.number <= room.last) {
      return; // it came before
    }
    room.last = saying.number;
    if (saying.by === this.id) {
      const own = this.unsent.find(other => other.n === saying.n);
      if (own) {
        this.forget(own);
        this.#view.withdrawn(own);
      }
    } else if (room !== this.current || document.visibilityState === 'hidden') {
      room.unread++;
    }
    this.#view.said(room, saying);
  }
}

function token() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_');
}
