// Makes elements of the page. Texts become text nodes, so no answer can bring markup into the page.

/**
 * Makes an element.
 * @param {string} tag its name
 * @param {object} attributes attributes by name; functions are listeners, null and false are left out
 * @param {...(Node|string|number|null|Array)} children its content
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, value);
    } else if (value === true) {
      made.setAttribute(name, '');
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value);
    }
  }
  add(made, children);
  return made;
}

/** Appends nodes, texts, and arrays of them; null is left out. */
export function add(parent, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}

/** Replaces the content of an element. */
export function fill(parent, ...children) {
  parent.replaceChildren();
  add(parent, children);
}

/** Makes the message of a failure, with a button that asks again. */
export function failure(error, again) {
  return element('div', { class: 'error' },
    element('p', {}, error.message),
    element('button', { type: 'button', class: 'quiet', click: again }, 'Ask again'));
}

/** Returns the element of this id. */
export function byId(id) {
  return document.getElementById(id);
}

let descriptions = 0;

/**
 * Makes a word with a definition, which shows on hover, on tap and on keyboard focus. A screen reader
 * reads the definition after the word.
 */
export function term(word, definition) {
  if (!definition) {
    return element('span', {}, word);
  }
  const id = `definition-${++descriptions}`;
  return element('span', { class: 'term-box' },
    element('button', { type: 'button', class: 'term', 'aria-describedby': id }, word),
    element('span', { id, hidden: true }, definition));
}

/** Shows the definitions of terms in one bubble. Escape and a tap elsewhere hide it. */
export function watchTerms(bubble) {
  let shown = null;

  const hide = () => {
    shown = null;
    bubble.hidden = true;
  };
  const show = (button) => {
    shown = button;
    bubble.textContent = document.getElementById(button.getAttribute('aria-describedby')).textContent;
    const dialog = button.closest('dialog');
    (dialog ?? document.body).append(bubble); // a modal dialog covers everything outside it
    bubble.hidden = false;
    const at = button.getBoundingClientRect();
    const size = bubble.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - size.width - 8));
    const below = at.bottom + 6 + size.height <= window.innerHeight;
    bubble.style.left = `${left}px`;
    bubble.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - size.height - 6)}px`;
  };
  const termOf = (event) => (event.target instanceof Element ? event.target.closest('.term') : null);

  document.addEventListener('pointerover', (event) => {
    const button = termOf(event);
    if (button) {
      show(button);
    } else if (shown && !bubble.contains(event.target) && document.activeElement !== shown) {
      hide();
    }
  });
  document.addEventListener('focusin', (event) => {
    const button = termOf(event);
    if (button) {
      show(button);
    } else {
      hide();
    }
  });
  document.addEventListener('focusout', (event) => {
    if (termOf(event)) {
      hide();
    }
  });
  document.addEventListener('click', (event) => {
    const button = termOf(event);
    if (button) {
      show(button);
    } else if (!bubble.contains(event.target)) {
      hide();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && shown) {
      event.preventDefault(); // the first Escape does not close the dialog around it
      hide();
    }
  });
  window.addEventListener('scroll', () => {
    if (shown && document.activeElement !== shown) {
      hide();
    }
  }, { passive: true });
}
