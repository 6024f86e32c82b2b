import { describe, expect, it } from 'vitest';
import { mailTemplates, renderMail, securityMails } from './render-mail.ts';

const device = { browser: 'Firefox', system: 'Linux' };
const house = { product: 'Recado', publicUrl: 'https://recado.example', codeMinutes: 10 };

/** What the mails of an invitation and of a transfer tell beside what others do. */
const invited = {
  inviter: 'Ana',
  workspace: 'Taller',
  role: 'custom',
  roleName: 'Mostrador',
  by: 'Bea',
  from: 'Agencia',
};

describe('rendering a mail', () => {
  it.each(mailTemplates.flatMap((template) => ['es', 'en'].map((locale) => [template, locale] as const)))(
    '%s speaks %s without holes',
    (template, locale) => {
      const mail = renderMail(
        {
          template,
          locale,
          params: {
            name: 'Ana',
            code: '042517',
            browser: 'Firefox',
            system: 'Linux',
            place: 'ES',
            way: 'google',
            ...invited,
          },
        },
        house,
      );
      // on the company's own paper we stand at the foot
      expect(template.includes('link-a') || template === 'access-link' ? mail.text : mail.subject).toMatch(/Recado/);
      expect(mail.text).toContain('Ana');
      expect(`${mail.subject}${mail.text}`).not.toMatch(/[{}]|undefined|none/);
    },
  );

  it('shows the code in subject, text and HTML', () => {
    const mail = renderMail({ template: 'signup-code', locale: 'es', params: { name: 'Ana', code: '042517' } }, house);
    expect([mail.subject, mail.text, mail.html].every((part) => part.includes('042517'))).toBe(true);
  });

  it('names a place in the language of the reader', () => {
    const params = { name: '', browser: 'Firefox', system: 'Linux', place: 'BR Curitiba' };
    const told = (locale: string) => renderMail({ template: 'session-country', locale, params }, house).text;
    expect(told('es')).toContain('cerca de Curitiba, Brasil');
    expect(told('en')).toContain('near Curitiba, Brazil');
  });

  it('greets without a name when there is none', () => {
    expect(
      renderMail({ template: 'signup-taken', locale: 'es', params: { name: '' } }, house).text.startsWith('Hola:'),
    ).toBe(true);
  });

  it('escapes what a person typed as their name', () => {
    const mail = renderMail(
      { template: 'signup-code', locale: 'es', params: { name: '<img src=x onerror=alert(1)>', code: '1' } },
      house,
    );
    expect(mail.html).not.toContain('<img');
  });

  it.each(mailTemplates.flatMap((template) => ['es', 'en'].map((locale) => [template, locale] as const)))(
    '%s says in %s the same as plain text and as a page',
    (template, locale) => {
      const mail = renderMail(
        { template, locale, params: { name: 'Ana', code: '042517', way: 'google', ...device, ...invited } },
        house,
      );
      const shown = mail.html
        .replace(/<head>.*<\/head>/s, '')
        .replace(/&#(\d+);/g, (_sign, code: string) => String.fromCharCode(Number(code)));
      for (const line of mail.text.split(/\n+/)) {
        const [words, link] = line.replace(/^\d\. /, '').split(': https:');
        expect(shown).toContain(words);
        if (link) expect(shown).toContain(`href="https:${link}"`);
      }
    },
  );

  it.each(securityMails.flatMap((template) => ['es', 'en'].map((locale) => [template, locale] as const)))(
    '%s tells in %s of which browser it speaks and what to do, and its only link leads to a page that asks',
    (template, locale) => {
      const mail = renderMail({ template, locale, params: { name: '', ...device } }, house);
      expect(mail.text).toContain('Firefox · Linux');
      expect(mail.text).toMatch(/\n1\. .+\n2\. .+\n3\. .+/);
      expect(mail.html).toContain('<ol');
      const links = [...`${mail.text} ${mail.html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([link]) => link);
      expect(links.length).toBeGreaterThan(0);
      // no token, no id, no verb: opening it changes nothing
      expect(links.filter((link) => !/^https:\/\/recado\.example\/(login|settings\/security)$/.test(link))).toEqual([]);
    },
  );

  it('knows which mails are about security', () => {
    expect(securityMails).toEqual([
      ...['session-copied', 'session-not-me', 'session-quarrel', 'new-device', 'history-erased'],
      ...['phone-added', 'phone-changed', 'phone-removed'],
    ]);
  });
});

describe('a mail that a company sends', () => {
  const ofCompanies = ['access-link', 'link-attention', 'invitation', 'notifications'];
  const letter = (template: string, ownBrand: 'yes' | 'no') =>
    renderMail(
      {
        template,
        locale: 'es',
        params: {
          workspace: 'Taller Norte',
          granter: 'Ana',
          inviter: 'Ana',
          role: 'agent',
          roleName: '',
          linkId: 'l1',
          token: 't',
          ownBrand,
        },
      },
      house,
    );

  it.each(ofCompanies)('%s is on its paper, and says what it works with', (template) => {
    const { subject, html, text, fromName } = letter(template, 'no');
    expect([subject.includes('Taller Norte'), fromName]).toEqual([true, undefined]);
    expect(html).toContain('con Recado');
    expect(text).toMatch(/con Recado$/);
    expect(html).toContain('<title>Taller Norte</title>');
  });

  it.each(ofCompanies)('%s says nothing of us where the plan has a brand of its own', (template) => {
    const { subject, html, text, fromName } = letter(template, 'yes');
    expect(fromName).toBe('Taller Norte');
    for (const part of [subject, text, html]) expect(part.replaceAll(house.publicUrl, '')).not.toMatch(/recado/i);
  });
});
