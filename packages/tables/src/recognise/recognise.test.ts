import { expect, test } from 'vitest';
import { guessCountry, recognise } from './index.ts';

const of = (header: string, sample: string[][] = []) => {
  const columns = header.split(',');
  const { product, mapping } = recognise(
    columns,
    sample.map((cells, n) => ({ n, cells })),
  );
  return {
    product,
    ...Object.fromEntries(
      columns.map((column, index) => [column, mapping[index]]).filter(([, target]) => target !== 'skip'),
    ),
  };
};

test('the files of other products are known by their columns, in the three languages', () => {
  expect(
    of(
      'First Name,Middle Name,Last Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Value,Address 1 - City,Address 1 - Country',
    ),
  ).toEqual({
    product: 'google',
    'First Name': 'given',
    'Last Name': 'family',
    Birthday: 'birthday',
    Notes: 'notes',
    Labels: 'tags',
    'E-mail 1 - Value': 'email',
    'Phone 1 - Value': 'phone',
    'Phone 2 - Value': 'phone',
    'Address 1 - City': 'city',
    'Address 1 - Country': 'country',
  });
  expect(
    of(
      'Name,Given Name,Family Name,Group Membership,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name',
    ),
  ).toEqual({
    product: 'google',
    'Given Name': 'given',
    'Family Name': 'family',
    'Group Membership': 'tags',
    'E-mail 1 - Value': 'email',
    'Phone 1 - Value': 'phone',
    'Organization 1 - Name': 'company',
  });
  expect(of('id,name,email,phone_number')).toEqual({
    product: 'chatwoot',
    name: 'name',
    email: 'email',
    phone_number: 'phone',
  });
  expect(of('Name,CountryCode,Phone,AllowBroadcast,AllowSMS,city')).toEqual({
    product: 'wati',
    Name: 'name',
    CountryCode: 'dial',
    Phone: 'phone',
    AllowBroadcast: 'consent',
    city: 'city',
  });
  expect(of('ID,Contact name,Responsible user,Tags,Work phone,Mobile phone,Work email')).toEqual({
    product: 'kommo',
    'Contact name': 'name',
    'Responsible user': 'owner',
    Tags: 'tags',
    'Work phone': 'phone',
    'Mobile phone': 'phone',
    'Work email': 'email',
  });
  expect(of('Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Marketing contact status')).toEqual({
    product: 'hubspot',
    'First Name': 'given',
    'Last Name': 'family',
    Email: 'email',
    'Phone Number': 'phone',
    'Contact owner': 'owner',
    'Marketing contact status': 'consent',
  });
  expect(of('ID de registro,Nombre,Apellidos,Correo,Número de teléfono,Propietario del contacto')).toEqual({
    product: 'hubspot',
    Nombre: 'given',
    Apellidos: 'family',
    Correo: 'email',
    'Número de teléfono': 'phone',
    'Propietario del contacto': 'owner',
  });
  expect(of('ID do registro,Nome,Sobrenome,E-mail,Número de telefone,País/região')).toEqual({
    product: 'hubspot',
    Nome: 'given',
    Sobrenome: 'family',
    'E-mail': 'email',
    'Número de telefone': 'phone',
    'País/região': 'country',
  });
  expect(of('User ID,Full Name,Phone,Email,Language,Last Interaction,Tags')).toEqual({
    product: 'manychat',
    'Full Name': 'name',
    Phone: 'phone',
    Email: 'email',
    Language: 'language',
    Tags: 'tags',
  });
  expect(of('FN,N given,N family,TEL 1,TEL 2,EMAIL 1,CATEGORIES')).toEqual({
    product: null,
    FN: 'name',
    'TEL 1': 'phone',
    'TEL 2': 'phone',
    'EMAIL 1': 'email',
    CATEGORIES: 'tags',
  });
});

test('a column that is called nothing we know is known by what stands in it, and nothing is given twice', () => {
  const sample = [
    ['Ana', 'ana@tienda.es', '612345678', '7'],
    ['Eva', 'eva@tienda.es', '612345679', '9'],
    ['Luis', 'x', '612345670', '8'],
  ];
  expect(of('A,B,C,D', sample.slice(0, 2))).toEqual({ product: null, B: 'email', C: 'phone' });
  expect(of('Cliente,Nombre,Apellidos,Móvil')).toEqual({ product: null, Cliente: 'name', Móvil: 'phone' });
  expect(of('Nombre,Apellidos,Móvil')).toEqual({ product: null, Nombre: 'given', Apellidos: 'family', Móvil: 'phone' });
});

test("numbers without a prefix are the country's where they fit, and elsewhere only where most of them do", () => {
  expect(guessCountry(['612345678', '654 321 987', '954123456'], 'ES')).toBe('ES');
  expect(guessCountry(['55 1234 5678', '33 1234 5678', '81 1234 5678', '5512345679'], 'ES')).toBe('MX');
  expect(guessCountry(['+525512345678', '12', 'x'], 'ES')).toBe('ES');
});
