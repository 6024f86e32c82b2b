import { expect, test } from 'vitest';
import { surveyOf } from './survey-door.ts';
import { surveyPage } from './survey-page.ts';

const page = {
  business: 'Peluquería <Sol> & "Luna"',
  color: '#2746C7',
  language: 'es',
  score: null,
  comment: null,
} as const;

test('the page asks in its language with five buttons and no script, and nothing of a business or a comment is markup', () => {
  const asked = surveyPage(page);
  expect(asked).toContain('Peluquería &lt;Sol&gt; &amp; &quot;Luna&quot;');
  expect(asked.match(/<button name="score" value="[1-5]">/g)).toHaveLength(5);
  const said = surveyPage({
    ...page,
    language: 'pt',
    score: 4,
    comment: '</textarea><script>alert(1)</script>',
    color: 'red;}',
  });
  expect(said).toContain('Respondeu 4 de 5.');
  expect(said).toContain('&lt;/textarea&gt;&lt;script&gt;');
  for (const each of [asked, said]) expect(each).not.toMatch(/<script|red;/);
});

test('an address is one secret and nothing else', () => {
  expect(surveyOf('/r/abc-_1')).toBe('abc-_1');
  for (const path of ['/r/', '/r/a/b', '/r/a%2fb', `/r/${'a'.repeat(101)}`, '/w/abc', '/r'])
    expect(surveyOf(path)).toBeNull();
});
