import { dictionary } from '@zxcvbn-ts/language-common';
import { describe, expect, it, vi } from 'vitest';
import { weighPassword } from './weigh-password.ts';

// the lists are read once, and a machine may have much else to do
vi.setConfig({ testTimeout: 60_000 });
const ana = ['ana.ruiz@taller.example', 'Ana Ruiz', 'Peluquería Sol'];
const verdict = (password: string) => {
  const judged = weighPassword(password, ana);
  return judged.ok ? 'ok' : judged.because;
};

describe('a password', () => {
  it.each([
    ['un tren verde a Soria'],
    ['k3v9zqpx7m'],
    ['correct horse battery staple'],
    ['日本語のパスワードです'],
    ['🦊 corre bajo la lluvia'],
    ['solo minúsculas aquí'],
    ['un tren verde '.repeat(18)],
  ])('%s is kept: any signs, no rule of what it is made of', (password) => {
    expect(verdict(password)).toBe('ok');
  });

  it.each([
    ['1234567890', 'common'],
    ['P@ssw0rd1234', 'common'],
    ['Password123!', 'common'],
    ['contraseña123', 'common'],
    ['Barcelona2024', 'common'],
    ['qwertyuiop123', 'common'],
    ['realmadrid1902', 'common'],
    ['ababababab', 'repeated'],
    ['aaaaaaaaaaaaaaaa', 'repeated'],
    ['Peluqueria-Sol', 'context'],
    ['peluquería99', 'context'],
    ['ana.ruiz.1', 'context'],
    ['tallerruiz1', 'context'],
    ['09/11/1985.', 'guessable'],
  ])('%s is refused as %s', (password, because) => {
    expect(verdict(password)).toBe(because);
  });

  it('is refused when it is one of the leaked ones that are long enough: of more than a thousand every tenth is tried', () => {
    const leaked = dictionary['passwords-common'].filter((each) => [...each].length >= 10);
    expect(leaked.length).toBeGreaterThan(1_000);
    expect(leaked.filter((each, n) => n % 10 === 0 && weighPassword(each, []).ok)).toEqual([]);
  });

  it('of any length is judged at once', () => {
    const begun = process.cpuUsage();
    for (const each of ['P@$$w0rd'.repeat(32), 'a1b2c3d4'.repeat(32), 'é'.repeat(256)]) weighPassword(each, ana);
    // of this process alone, whatever else the machine does
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(2_000);
  });

  it('holds nobody up whose own words are made to be found everywhere', () => {
    const words = Array.from({ length: 24 }, (_, n) => 'a'.repeat(n + 3)).join(' ');
    weighPassword('un tren verde', ana);
    const begun = process.cpuUsage();
    weighPassword(`${'4@'.repeat(120)}zq9`, [`${words.replaceAll(' ', '.')}@taller.example`, words, words]);
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(400);
  });
});
