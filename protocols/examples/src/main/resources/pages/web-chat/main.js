// Brings the chat and its view together, and turns what is pressed into what is said.

import { Chat } from './chat.js';
import { View, roomName } from './view.js';

const KEPT = 'usher-chat'; // of this window, for as long as it is open

const of = id => document.getElementById(id);
const pressed = (id, told) => of(id).addEventListener('click', told);
const submitted = (id, told) =>
  of(id).addEventListener('submit', event => {
    event.preventDefault();
    told();
  });

const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
const view = new View();
const chat = new Chat(view, kept);
view.open(chat, () => sessionStorage.setItem(KEPT, JSON.stringify(chat.kept())));

// ---- the door

const asked = roomName(decodeURIComponent(location.hash.slice(1)));
if (asked) {
  of('first-room').value = asked;
}

submitted('entrance', () => {
  const nick = of('nick').value.trim();
  const room = roomName(of('first-room').value);
  const wrong = nick === '' ? 'nick' : room === '' ? 'first-room' : '';
  of('nick').toggleAttribute('aria-invalid', false);
  of('first-room').toggleAttribute('aria-invalid', false);
  if (wrong !== '') {
    of('door-error').textContent = wrong === 'nick' ? 'Pick a nickname first' : 'Pick a room first';
    of(wrong).setAttribute('aria-invalid', 'true');
    of(wrong).focus();
    return;
  }
  of('door-error').textContent = '';
  chat.rooms.clear();
  chat.enter(nick, [room]);
  chat.current = chat.rooms.get(room);
});

// ---- talking

const text = of('text');

function fit() {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight, 180)}px`;
}

submitted('composer', () => {
  if (text.value.trim() !== '' && chat.current !== null && !text.disabled) {
    chat.say(text.value);
    text.value = '';
    fit();
  }
  text.focus();
});
text.addEventListener('input', fit);
text.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    of('composer').requestSubmit();
  }
});
pressed('try-now', () => {
  chat.tryNow();
  text.focus();
});

// ---- rooms

submitted('join', () => {
  const name = roomName(of('join-room').value);
  of('join-error').textContent = name === '' ? 'A room needs a name: letters, digits and dashes' : '';
  if (name !== '') {
    of('join-room').value = '';
    view.side(false);
    chat.join(name);
    text.focus();
  }
});
pressed('leave-room', () => {
  chat.leave(chat.current.name);
  if (chat.current !== null) {
    text.focus();
  }
});
pressed('open-side', () => view.side(true));
pressed('close-side', () => view.side(false));
pressed('veil', () => view.side(false));
of('side').addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    view.side(false);
  }
});

// ---- the name

pressed('rename', () => {
  of('new-nick').value = chat.nick;
  of('naming-error').textContent = '';
  of('naming').showModal();
  of('new-nick').select();
});
pressed('keep-name', () => of('naming').close());
submitted('naming-form', () => {
  chat.rename(of('new-nick').value, error => {
    of('naming-error').textContent = error?.text ?? '';
  });
});

// ---- the end

pressed('quit', () => {
  chat.quit();
  sessionStorage.removeItem(KEPT);
  location.reload();
});
of('elsewhere-dialog').addEventListener('close', () => chat.takeBack());

if (kept?.nick && kept.rooms.length > 0) {
  chat.enter(kept.nick, kept.rooms);
  chat.current = chat.rooms.get(asked) ?? chat.rooms.get(kept.current) ?? chat.rooms.values().next().value;
  view.waiting();
}
