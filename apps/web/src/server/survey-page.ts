import type { SurveyPage } from '@recado/core/conversations/contract';
import { type SurveyWords, surveyWords } from '@recado/i18n';

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);

const style = `
:root{color-scheme:light dark;--paper:#fbf8f3;--surface:#fff;--ink:#1b2330;--quiet:#5b6472;--line:#8a8577;--brand:#2746c7;--on:#fff}
@media(prefers-color-scheme:dark){:root{--paper:#12151b;--surface:#1a1f28;--ink:#ece7dd;--quiet:#a9b0bc;--line:#6b7280;--brand:#8ea2ff;--on:#12151b}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;border-top:6px solid var(--theirs)}
main{max-width:30rem;margin:0 auto;padding:2.5rem 1.25rem}
.business{margin:0 0 .25rem;color:var(--quiet);overflow-wrap:anywhere}
h1{margin:0 0 1.5rem;font:400 1.75rem/1.2 Georgia,serif;overflow-wrap:anywhere}
p{margin:0 0 1rem}
.scores{display:grid;gap:.5rem}
button{font:inherit;color:inherit;min-height:3.25rem;padding:.5rem 1rem;border:1px solid var(--line);border-radius:10px;background:var(--surface);cursor:pointer;text-align:left;display:flex;gap:.75rem;align-items:center}
button b{font-size:1.25rem;min-width:1.5rem;font-variant-numeric:tabular-nums}
button[aria-pressed=true]{border:2px solid var(--brand)}
button.send{background:var(--brand);border-color:var(--brand);color:var(--on);font-weight:600}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
textarea{width:100%;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:.75rem;min-height:7rem}
label{display:block;font-weight:600;margin:0 0 .25rem}
form{margin:0 0 2rem}
.quiet{color:var(--quiet);font-size:.875rem}
`;

/** The page of a question: five buttons, then thanks, a comment and the five again. Without it, what is said where there is none. */
export function surveyPage(
  page: SurveyPage | null,
  instead?: { words: SurveyWords; title: string; detail: string },
): string {
  const words = instead?.words ?? surveyWords(page?.language ?? 'es');
  const color = /^#[0-9a-fA-F]{6}$/.test(page?.color ?? '') ? page?.color : '#2746c7';
  const title = instead?.title ?? words.title;
  return (
    `<!doctype html><html lang="${page?.language ?? 'es'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<meta name="robots" content="noindex"><title>${safe(title)}</title><link rel="icon" href="data:,"><style>${style}body{--theirs:${color}}</style></head><body><main>${
      page ? bodyOf(page, words) : `<h1>${safe(title)}</h1><p>${safe(instead?.detail ?? '')}</p>`
    }</main></body></html>`
  );
}

function bodyOf(page: SurveyPage, words: SurveyWords): string {
  const buttons = words.scores
    .map((each, at) => {
      const score = at + 1;
      return `<button name="score" value="${score}"${page.score === score ? ' aria-pressed="true"' : ''}><b>${score}</b> ${safe(each)}</button>`;
    })
    .join('');
  const scores = `<form method="post"><div class="scores">${buttons}</div></form>`;
  const business = `<p class="business">${safe(page.business)}</p>`;
  if (page.score === null) return `${business}<h1>${safe(words.ask(page.business))}</h1>${scores}`;
  return (
    `${business}<h1>${safe(words.thanks)}</h1><p role="status">${safe(words.said(page.score))}${page.comment ? ` ${safe(words.kept)}` : ''}</p>` +
    `<form method="post"><input type="hidden" name="score" value="${page.score}"><label for="comment">${safe(words.comment)}</label>` +
    `<p class="quiet" id="hint">${safe(words.commentHint)}</p><textarea id="comment" name="comment" maxlength="1000" aria-describedby="hint">${safe(page.comment ?? '')}</textarea>` +
    `<p></p><button class="send">${safe(words.send)}</button></form><p>${safe(words.change)}</p>${scores}`
  );
}
