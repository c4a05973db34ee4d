/** Det Fælles Designsystem's manners, our own sheet. README.md has the variables. */

export const CSS = `
  :host { --dark: var(--borger-primary-dark, #004993); --ink: #1a1a1a; --soft: #4d4d4d; --line: #767676; --faint: #d6d6d6; --paper: #fff; --sky: #e8f1fa;
    --red: #b3001b; --amber: #fff3d1; --gold: #d99a00; --green: #166b2d; }
  .card, .window { font: max(16px, 1rem)/1.5 var(--font); color: var(--ink); }
  * { box-sizing: border-box; margin: 0; overflow-wrap: break-word; }
  svg { width: 1.25em; height: 1.25em; flex: none; }
  .card { display: grid; gap: .8em; padding: .9em 1em 0; background: var(--paper); border: 1px solid var(--line); border-top: 6px solid var(--primary); border-radius: var(--radius); }
  .kicker, a, summary { color: var(--dark); }
  .kicker { font-weight: 600; margin-bottom: -.8em; }
  h2, h3 { font-size: 1.3em; line-height: 1.25; }
  h4 { font-size: 1em; }
  ul { padding-left: 1.2em; }
  .limit, .caution, .receipt { background: var(--sky); border-left: 6px solid var(--primary); padding: .6em .8em; }
  .near, .caution { background: var(--amber); border-color: var(--gold); }
  .days { font-size: 1.25em; font-weight: 700; }
  .notice a, .place a { display: inline-flex; align-items: center; gap: .4em; min-height: 1.75em; }
  .true { color: var(--green); }
  .now::before { content: "● "; }
  .false::before { content: "○ "; }
  .fine { font-size: .875em; color: var(--soft); }
  .caution { display: flex; gap: .6em; }
  .words { white-space: pre-line; }
  summary { cursor: pointer; text-decoration: underline; min-height: 1.75em; }
  .tools { display: flex; flex-wrap: wrap; margin: 0 -1em; padding: .25em; border-top: 1px solid var(--faint); }

  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .window { position: fixed; z-index: 2147483000; inset: auto var(--gap) var(--gap) auto; width: 26.5em; max-width: calc(100vw - 2rem);
    height: min(44em, 100dvh - 2rem); max-height: none; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 32px #0004; overflow: clip; }
  .window[open], .talk, .panel, form:not(.composer), .message, .field { display: flex; flex-direction: column; }
  .over { inset: 2.5dvh 0; margin: auto; width: min(60em, 95vw); height: 95dvh; }
  ::backdrop { background: #0008; }
  button { font: inherit; color: var(--dark); background: none; border: 2px solid transparent; border-radius: var(--radius); cursor: pointer; min-height: 2.75em;
    display: flex; align-items: center; justify-content: center; gap: .5em; padding: .3em .9em; text-align: left; }
  button:hover { background: var(--sky); }

  .top { position: relative; display: flex; align-items: center; gap: .25em; padding: .5em .5em .5em 1em; background: var(--primary); color: var(--on); flex: none; }
  .top > svg { width: 2em; height: 2em; margin-right: .5em; }
  .top > :focus-visible { outline-color: var(--on); outline-offset: -4px; }
  .titles { flex: 1; line-height: 1.25; }
  .titles h2 { font-size: 1.125em; }
  .titles p { font-size: .875em; }
  .round { color: var(--on); padding: 0; width: 2.75em; flex: none; }
  .round:hover { background: var(--dark); }
  #menu { position: absolute; z-index: 1; right: .5em; top: 90%; list-style: none; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 8px 32px #0004; padding: .25em; }
  #menu button { width: 100%; justify-content: start; }

  .notice { display: flex; gap: .5em 1em; align-items: center; flex-wrap: wrap; padding: .6em 1em; background: var(--sky); border-bottom: 1px solid var(--faint); font-size: .9375em; line-height: 1.4; }
  .notice p { flex: 1 1 14em; }
  .human, .option { border-color: var(--primary); background: var(--paper); font-weight: 600; }

  .talk, .panel { flex: 1; min-height: 0; }
  .panel > * { flex: none; }
  .log { overflow-y: auto; overscroll-behavior: contain; padding: 1em; }
  .log:focus-visible { outline-offset: -4px; }
  .message { gap: .5em; width: fit-content; max-width: 92%; margin-bottom: .9em; scroll-margin: 1em; }
  .message:has(.card, .urgent) { width: auto; max-width: none; }
  .author { margin-bottom: -.25em; display: flex; align-items: center; gap: .4em; font-size: .8125em; font-weight: 600; color: var(--soft); }
  .bubble { padding: .6em .9em; border: 1px solid transparent; border-radius: var(--radius); background: #f0f2f5; white-space: pre-line; }
  .person .bubble { background: #e4f2e8; }
  .system .bubble, .banner { background: var(--amber); }
  .citizen { margin-left: auto; align-items: end; }
  .citizen .bubble { background: var(--primary); color: var(--on); }
  .note { text-align: center; font-size: .875em; color: var(--soft); padding: .4em .8em; margin-bottom: 1em; border: solid var(--faint); border-width: 1px 0; }
  .options, .row { display: flex; flex-wrap: wrap; gap: .5em; align-items: end; }
  .urgent { border: 2px solid var(--red); border-radius: var(--radius); }
  .urgent > * { padding: .6em .8em; }
  .urgent-title, .danger, .danger:hover { background: var(--red); color: #fff; font-weight: 700; }
  .urgent-title { display: flex; gap: .5em; align-items: center; font-size: 1.125em; }
  .urgent ul { list-style: none; display: grid; gap: .5em; padding-bottom: 0; }
  .urgent .tel { display: flex; gap: .6em; padding: .6em .8em; border: 2px solid; border-radius: var(--radius); color: var(--red); font-weight: 700; text-decoration: none; }
  .tool { flex: auto; padding: .3em; text-decoration: underline; }
  .quiet { text-decoration: underline; align-self: start; padding: 0; }

  .typing { display: flex; gap: .3em; padding: .2em 1.2em .7em; }
  i { width: .5em; height: .5em; border-radius: 50%; background: var(--soft); animation: breathe 1.2s infinite; }
  i:nth-child(2) { animation-delay: .2s; }
  i:nth-child(3) { animation-delay: .4s; }
  @keyframes breathe { 30% { opacity: .2; } }
  .banner:not(:empty) { padding: .5em 1em; border-top: 2px solid var(--gold); }
  .composer { margin-top: auto; border-top: 1px solid var(--faint); padding: .5em 1em .75em; }
  label, .fault { font-weight: 600; }
  .composer .row { flex-wrap: nowrap; gap: .75em; margin-top: .4em; }
  input, textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); padding: .55em .7em; width: 100%; scroll-margin: 5em; }
  .composer textarea { flex: 1; min-width: 0; resize: none; field-sizing: content; min-height: 2.75em; max-height: 9em; }
  [aria-invalid] { border: 2px solid var(--red); }
  .row:has([aria-invalid]) + .counter, .fault { color: var(--red); }
  .counter { text-align: right; }
  .primary { background: var(--primary); color: var(--on); font-weight: 600; }
  .primary:hover { background: var(--dark); }

  .panel { overflow-y: auto; padding: .5em 1em 1.25em; gap: .8em; }
  form { gap: .9em; }
  form > button, .panel > button { align-self: start; }
  .contact { border: 1px solid var(--line); border-top: 6px solid var(--primary); border-radius: var(--radius); padding: .8em 1em; }
  .field { gap: .25em; }
  .field .fine { display: block; font-weight: 400; }
  fieldset { border: 0; padding: 0; }
  .tick { display: flex; flex-wrap: wrap; gap: .3em .7em; padding: .4em 0; }
  .tick .fault { width: 100%; }
  .tick label { flex: 1; font-weight: 400; }
  .tick input { width: 1.6em; height: 1.6em; accent-color: var(--primary); }
  .fault:empty { display: none; }

  @media (max-width: 480px) {
    .over { inset: 0; width: 100vw; max-width: none; height: var(--seen); margin: 0; border: 0; border-radius: 0; }
    .grow { display: none; }
    .send span { position: absolute; clip-path: inset(50%); }
  }
  /* A phone on its side, or 400 % zoom: one thing to scroll, nothing pinned. */
  @media (max-height: 480px) {
    .window[open] { display: block; overflow-y: auto; }
    .log, .panel { overflow: visible; }
  }
  @media (prefers-reduced-motion: reduce) { i { animation: none; } }
  @media print {
    .window[open] { position: static; display: block; height: auto; width: auto; border: 0; overflow: visible; }
    .tools, summary, .hours, .top button, .human, .composer, .options, .quiet { display: none; }
    .card { break-inside: avoid; padding-bottom: 1em; }
  }`;
