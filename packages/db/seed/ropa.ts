import type { Trade } from './corpus.ts';

const dialogues = `
# talla peso=5
c: Hola, [tenéis/os queda/hay] {prenda} en la {talla}? | {Saludo}, vi {prenda} en el escaparate, la {talla} la tenéis? | Aupa! Os queda {prenda} en la {talla}? | Buenas, lo de Instagram, {prenda}, qué tallas quedan? | Hola, {prenda} cómo talla? Suelo usar la {talla} | Hola, va a llegar {prenda} en la {talla}? No la vi en la tienda
s=: Hola{,n}. Sí, en la {talla} nos queda {quedan}. Cuesta {prenda.1}. | Te lo miro... // Queda {quedan} en la {talla}, {prenda.1}. | Kaixo{,n}. De {prenda} nos quedan varias, la {talla} también. {prenda.1}. | De {prenda} quedan la {talla} y alguna suelta. {prenda.1}. | Talla normal{,n}; si dudas entre dos, coge la grande. Son {prenda.1}. | Se agotó ayer, pero llega {dia}. ¿Te guardo una?
c: Me la guardas? Paso {dia} | Vale, y en otro color? | Y con la tarjeta hacéis descuento? | Genial, apúntame la {talla} | Es que estoy entre la {talla} y la siguiente...
s=: Te la guardo hasta {dia}. | También en {color2}, te mando foto si quieres. | Sí, un 10 % con la tarjeta de la tienda. | Hecho{,n}, a tu nombre. | Pruébate las dos, que es lo mejor. Aquí las tienes apartadas.
c?: Mil gracias! | Perfecto, hasta {dia} | Eskerrik asko | Ideal 😊

# guardar peso=4
c: Hola! Me podéis guardar {prenda} en la {talla}? Paso {dia} a probármela | {Saludo}, se puede reservar {prenda} hasta {dia}? | Buenas, salgo a las 20 y no llego, me la apartáis para {dia}? | Hola, la he visto ahora en el escaparate, {prenda}. Me la apartas?
s: Claro{,n}. Te la aparto 48 horas con tu nombre. | Hecho, guardada a tu nombre hasta {dia}. | Apartada. Después de {dia} vuelve a la tienda, que luego me riñen. | Sí, sin problema. ¿Talla {talla}?
c: Sí, {talla} | Perfecto, gracias! | Genial, {dia} me paso | Eso es, gracias
c?+1d: Al final voy {dia2}, me la aguantas? | Estoy de camino | No voy a poder hoy, la dejáis un día más?
s?=: Sin problema{,n}, hasta {dia2}. | Vale, aquí te espero. | Claro, un día más no pasa nada.

# envio nuevo peso=4
c: Hola, hacéis envíos fuera de Bilbao? | {Saludo}, cuánto cuesta el envío a {pueblo}? | Buenas! Desde {pueblo}, me lo podéis mandar? | Hola, en cuánto tiempo llega si pido {dia}?
s: Sí, enviamos a toda la península: 4,90 €, gratis a partir de 60 €. | A {pueblo} son 4,90 € y llega en 24-48 horas. | Hola{,n}. Lo pedimos hasta las 17 y sale el mismo día. | En dos días lo tienes. A partir de 60 € no cobramos envío.
c: Perfecto, pues quiero {prenda} en la {talla} | Y se puede pagar por bizum? | Y si no me vale? | Vale, os paso la dirección
s=: {Prenda} en la {talla}: {prenda.1}. Pásame dirección y teléfono y la preparo. | Sí, bizum a este mismo número y te lo mandamos hoy. | Los cambios son gratis dentro de 15 días, en tienda o por correo. | Genial, pásamela y lo preparo.
c=: Ahí va la dirección: calle del Puerto 12, {pueblo} | Bizum hecho ✅ | Perfecto, entonces me animo. Ahora te mando los datos | A la dirección de siempre, en {pueblo}
s: Recibido{,n}, sale esta tarde. | Anotado, te paso el seguimiento cuando salga. | Ya está en la mensajería, mañana lo tienes. | Todo listo. Gracias por la compra.
c?+2d: Llegó todo perfecto, qué papel más bonito | Ha llegado y me queda genial | Recibido, gracias! Huele a lavanda jaja
s?: Esa es la idea. Gracias{,n}. | Qué bien, nos alegra mucho.

# devolucion peso=5
c: Hola, quería devolver {prenda}, me queda {ajuste} | {Saludo}, {prenda} del {diasemana} no me vale, se puede cambiar? | Buenas, para cambios hace falta el ticket? No lo encuentro | Hola, compré {prenda} y en casa no me convence el color, tengo el ticket | Cuántos días hay para devolver? Lo compré hace {dias} días
s=: Claro{,n}. 30 días con ticket para devolución, 15 sin él en vale. | Te la cambiamos por otra talla o por vale. ¿Te viene bien {dia}? | Sin ticket te hago vale sin problema, que se ve que es nuestra. | Con ticket, devolución en la misma forma de pago. Aún estás a tiempo. | Son 30 días, llegas bien. Tráela sin lavar y con la etiqueta, por favor.
c: Y por mensajero se puede? | Perfecto, paso {dia} | Sí, la tengo con etiqueta. {Dia} la llevo | Vale, gracias
s=: Por correo también, te mando la etiqueta de devolución. Cuesta 3,90 €. | Aquí te esperamos. Abierto hasta las 20:30. | Estupendo, {dia} la miramos. | Perfecto{,n}.
c?@tras: Ya está cambiada, gracias por lo fáciles que sois | Al final me la llevé en otra talla, mucho mejor | Todo solucionado, gracias

# donde-pedido habitual peso=4
c: Hola, ha salido mi pedido? El de {prenda} | {Saludo}, me decíais que llegaba ayer y no ha llegado nada | Buenas, el seguimiento pone en reparto desde el {diasemana} | Hola, me llega mañana el paquete? Es para {evento}
s=: Lo miro{,n}. // Está en el centro de {ciudadreparto}, sale hoy a reparto. | Ha habido retraso con los temporales. Llega {dia}, perdona. | El repartidor pasó y no había nadie. Vuelve {dia}. | Sí, ha salido ya. Te paso el seguimiento: {segui}.
c: Vale, estaré en casa | Ah es que estaba trabajando. Pueden dejarlo en la tienda de al lado? | Gracias por mirarlo | Uf, es que lo necesito para {evento}
s=: Aviso al repartidor ahora mismo. | Lo dejo indicado. | A ti. Cualquier cosa me dices. | Si no llega {dia}, te mando otro urgente.
c?: Mil gracias | Perfecto | Genial, gracias
c?+1d: Ya lo tengo, justo a tiempo | Llegó! Gracias por insistir | Ahora sí, me queda perfecta

# foto-prenda peso=3
c*cuadros: Tenéis esta falda en mi talla? La {talla} | Busco esta tela en vestido, os queda algo parecido?
s: De esa tela nos queda la blusa, {blusa}. La falda en la {talla} también. | Se agotó la falda, pero llega otra parecida {dia}. | Esa es de la temporada pasada. Te puedo guardar la blusa.
c=: Blusa en la {talla}? | Me interesa la parecida, dime algo cuando llegue | Vale, paso a verla {dia}
s=: Sí. Guardada{,n}. | Te escribo yo {dia}. | Te la aparto y la ves con calma.
c?: Eres un sol | Gracias!

# foto-rayas habitual peso=2
c*rayas: Estas son las rayas que os decía, combinan con {prenda}? | La cortina de la tienda hace juego con mi camisa jaja
s=: Combina perfecto. Con esas rayas, algo liso abajo. | Jajaja, sí. Por cierto, ha llegado {prenda} que te iría genial.
c: Guárdame una {talla} que paso {dia} | Me convences siempre jajaja | Cuánto es {prenda}?
s?=: Apartada. | Aquí te espera{,n}. | {Prenda}, {prenda.1}.

# horario nuevo peso=3
c: Hola, qué horario tenéis? | {Saludo}, abrís los domingos? | Buenas, cerráis al mediodía? | Hola, los festivos abrís?
s=: De lunes a sábado de 10:30 a 14 y de 17 a 20:30. Domingos cerramos. | Domingos no. Abrimos de lunes a sábado, mañana y tarde. | A mediodía cerramos de 14 a 17. Por la tarde hasta las 20:30. | Los festivos cerramos; {dia} abrimos normal.
c: Vale, gracias | Y se puede ir con carro? Voy con dos peques | Genial, me paso {dia}
s?=: Hasta luego{,n}. | Sin problema, el local es ancho y hay sitio para carros. | Aquí te esperamos.

# rebajas meses=1,7 peso=5
c: Hola! Qué tenéis de rebajas en la {talla}? | {Saludo}, {prenda} entra en rebajas? | Buenas, cuánto descuento tenéis? | Hola, si compro {prenda} ahora y luego baja más, me devolvéis la diferencia?
s=: Casi todo al 30 %, y las faldas al 50. En la {talla} queda bastante. | {Prenda} sí, baja a {prenda.2}. | Del 30 al 50 %. Lo nuevo de temporada no entra. | Si baja en una semana, te damos vale por la diferencia. Palabra.
c=: Mándame foto de lo que quede en la {talla} | Guardádmela ya | Vale, me paso {dia} | Qué honesta jaja, gracias
s=: Te las mando en un rato, que ahora hay mucha gente. | Te la guardo, pero solo hasta {dia}. | Aquí estamos{,n}. | Jaja, de nada{,n}. Aquí te espera.
c: Perfecto! | Mil gracias | Ahí estaré

# gabon meses=12 hasta=22 peso=5
c: Hola, hacéis ticket regalo? Es para mi {familiar} | {Saludo}, abrís el 24 por la tarde? | Buenas, qué me recomendáis para una chica de {edad} años? No tengo ni idea de tallas | Hola, cambiáis después de Reyes?
s=: Sí, ticket regalo con cambio hasta el 20 de enero. | El 24 y el 31, de 10 a 14. El resto, horario normal. | Depende de su estilo. ¿Más clásica o más moderna? Te mando fotos por aquí. | Cambios hasta el 20 de enero, aunque el ticket diga otra cosa.
c=: Genial, pues me llevo {prenda} y si no, que la cambie | Perfecto, paso {dia} | Más moderna, gasta la {talla} creo | Entonces un vale de 50 mejor, que fallo seguro
s=: Buena elección. Envuelta y con ticket regalo dentro. | Aquí estamos. Gabon jaiak. | Te pongo {prenda}, {prenda.1}. Y la envolvemos. | Vale hecho, con sobre bonito.
c?: Zorionak! | Gracias, feliz navidad 🎄 | Mil gracias, qué majas

# aste-nagusia meses=8 peso=3
c: Hola, abrís en Aste Nagusia? | {Saludo}, tenéis blusas azul marino para las fiestas? | Buenas, queda pañuelo? Lo necesito para mañana jaja | Hola, esta semana hacéis horario normal?
s=: En fiestas abrimos solo mañanas hasta las 14. | Azul marino sí, en la {talla} queda {quedan}. | Pañuelos y blusas hay, venid antes de las 13 que vuelan. | El festivo cerramos. Los demás días, solo mañanas.
c=: Vale, pues paso {dia} | Guárdame una en la {talla} | Salvad{o/a}! Paso ahora | Perfecto, gracias
s?=: Ondo pasa. | Guardada, disfruta de las fiestas. | Aquí te espera{,n}. | Felices fiestas{,n}.

# bizum peso=3
c: Hola, se puede pagar por bizum y recoger {dia}? | {Saludo}, os he hecho un bizum de {precio}, os ha llegado? | Buenas, si os mando bizum me lo enviáis hoy?
s=: Sí, al número de la tienda. Pon tu nombre en el concepto. | Recibido, {precio}. Ya lo tienes pagado. | Si entra antes de las 17, sale hoy.
c=: Hecho 👍 | Genial, gracias | Vale, ya está hecho
s=: Recibido{,n}. | A ti. Lo tienes preparado. | Confirmado, lo preparo ahora.

# evento peso=3
c: Hola, tengo {evento} y no sé qué ponerme, tenéis algo de vestir? | {Saludo}, vestido para {evento} en la {talla}, me ayudáis? | Buenas, busco algo elegante pero cómodo, que luego hay que bailar | Hola, invitada de boda, presupuesto 100 €, talla {talla}
s: Tengo tres que te pueden ir. ¿Corto o midi? | Te enseño {prenda} y un vestido midi en {color}. | ¿Prefieres vestido o conjunto? Te aparto varios y te los pruebas tranquila. | Depende del zapato. Pásate {dia} y lo vemos con calma.
c=: Midi mejor | {Dia} paso a probármelos | Conjunto, que luego lo aprovecho | Vale, {dia} voy
s=: El midi en {color} es precioso, {precio2}. Guardado. | Perfecto, te aparto la {talla} y una más por si acaso. | Hecho, te preparo dos. Si no te van, no pasa nada. | Te espero {dia}, y trae los zapatos.
c?@tras: Me lo llevo! Qué bien asesoráis | Sigo dándole vueltas, me vuelvo a pasar esta semana | Al final con la falda y la blusa, ideal

# arreglo habitual peso=3
c: Hola, hacéis arreglos? El bajo de {prenda} me queda largo | {Saludo}, se puede meter un poco de cintura en {prenda}? | Buenas, lo del bajo cuánto cuesta? Es de {prenda}
s=: Sí, el bajo son 12 € y tarda tres días. | Cintura 15 €. Tráela puesta y la marcamos. | El bajo son 12 €, y si es de la tienda, la mitad.
c: Perfecto, llevo {dia} | Vale, ahora paso | Uy qué bien, gracias
s+3d: Tu arreglo está listo, puedes recogerlo cuando quieras. | Ya está lista{,n}. Abierto hasta las 20:30. | Terminada, quedó muy bien.
c: Paso {dia} | Voy ahora, gracias | Perfecto

# novedades peso=3
c: Hola, cuándo llega la colección nueva? | {Saludo}, tenéis cosas nuevas? Llevo un mes sin pasar | Buenas, ha entrado {prenda} que me enseñasteis? | Hola, me avisáis cuando llegue {prenda}?
s=: Llega el {diasemana}. Os aviso por aquí a quienes lo pedís. | Sí, varias cosas en {color}, y falta lo mejor por llegar. | Todavía no, la traen esta semana. | Claro, te escribo en cuanto llegue.
c: Perfecto, guárdame una {talla} cuando llegue {prenda} | Genial. Y {prenda} avísame si entra | Vale, gracias! | Qué ganas
s+4d: Kaixo{,n}, ya está aquí {prenda}. ¿Te guardo la {talla}? | Ha llegado, {prenda.1}. Vienen pocas. | Tengo la {talla} para ti apartada.
c: Sí! Voy {dia} | Voy hoy mismo | Guárdamela hasta {dia2}
s?: Hecho. | Guardada. | Te espero.

# catalogo nuevo peso=2
c: Hola, tenéis web o catálogo? | {Saludo}, se ve la ropa en algún sitio? Vivo en {pueblo} | Buenas, dónde puedo ver precios?
s: De momento solo tienda y redes; pero te mando fotos y precios por aquí. | Web en marcha. Mientras, dime qué buscas y te paso fotos. | En redes subimos cada jueves lo nuevo.
c: Vale, busco {prenda} en la {talla} | Genial, os sigo | Me mandas fotos de vestidos?
s=: Claro{,n}. {Prenda}: {prenda.1}. ¿Te la guardo? | Gracias{,n}. Los jueves hay novedades. | Te mando ahora unas cuantas. Dime la talla para no marearte.
c?=: Sí, guárdamela | Todo precioso | La {talla}, gracias!!

# defecto habitual peso=2
c: Hola, a {prenda} que compré se le ha soltado una costura a los {dias} días | {Saludo}, le han salido bolitas a {prenda}, es normal? | Buenas, me ha salido una carrera en {prenda} sin usarla casi
s: Vaya, lo siento{,n}. Tráela y te la cambiamos o la arreglamos. | No debería pasar. Con ticket o sin él, la cambiamos. | Eso no es normal, tráela {dia} y lo vemos.
c: No tengo ya el ticket | Vale, {dia} me paso | Gracias por responder tan bien
s=: No hace falta ticket. | {Dia} lo miramos{,n}. | Faltaría más.
c?@tras: Ya está cambiada, gracias | Genial el arreglo, ni se nota

# color peso=3
c: Hola, {prenda} la tenéis en {color}? | {Saludo}, en {color2} queda? La de {color} ya la tengo jaja | Buenas, el {color} de {prenda} es oscuro o claro en persona?
s=: En {color} sí, queda {quedan}. | En {color2} se agotó, la reponemos {dia}. | En persona es más claro que en la foto, eso lo digo siempre.
c=: Guárdame una en la {talla} | Vale, espero a {dia} | Ah, pues me paso a verla, que el color hay que verlo
s?=: Guardada{,n}. | Apuntado. | Aquí te espera.

# stock habitual peso=3
c: Hola, me dijisteis que ayer llegaba {prenda}, llegó? | {Saludo}, sigue habiendo {prenda} en la {talla}? Me dijiste que quedaba una | Buenas, la {talla} que me apartaste el {diasemana} sigue ahí?
s=: No ha llegado todavía, el transporte va fatal esta semana. | Queda la última, corre. | Aquí sigue, con tu nombre puesto.
c=: Jo, qué rabia. Avísame porfa | Guárdamela hasta {dia} | Uf menos mal, {dia} voy
s=: Te aviso en cuanto entre. | Guardada. | Tranquil{o/a}, no la vendo.

# recoger habitual peso=3
c: Estoy por el Casco Viejo, puedo pasar a recoger lo mío? | Hola, ya salgo, en 20 minutos estoy | {Saludo}, recojo {dia}, os viene bien?
s: Claro, pásate cuando quieras. | Te lo tengo en la bolsa, ni hace falta esperar. | Sí, abierto hasta las 20:30.
c: Vale! | Voy para allá | En camino
s?: Te espero{,n}. | Aquí estamos.

# tarjeta peso=2
c: Hola, cómo va la tarjeta de cliente? | {Saludo}, me da un 10 % si me hago la tarjeta? | Buenas, tengo puntos? Me dijisteis que los apuntabais
s=: Con la tarjeta, 10 % desde la tercera compra. Solo hace falta el nombre. | Sí, desde la tercera compra. Te la hacemos al momento. | Llevas {compras} compras, la próxima ya tiene descuento.
c: Ah genial, no lo sabía | Pues hoy compro doble jaja | Perfecto, gracias
s?: Aquí os cuidamos. | Te lo aplico directamente. | De nada{,n}.

# trapicheo peso=2
c: Hola, el vestido del escaparate, {precio2}, me lo dejáis en menos? | {Saludo}, si me llevo dos hacéis precio? | Buenas, en efectivo no rebajáis un poquito?
s=: El precio está ajustado, pero te regalo el arreglo del bajo. | Con dos prendas te hago el 10 %, como con la tarjeta. | En efectivo no, pero te pongo un cinturón de regalo.
c=: Trato hecho, guárdamelo | Venga, guárdamelas las dos | Jaja vale, había que intentarlo
s?=: Guardado. | Guardadas. | Así se negocia{,n} jaja.

# felicitar habitual peso=2
s: Kaixo{,n}, gracias por tu compra. Cualquier cosa con la prenda, aquí estamos. | Hola{,n}, ¿qué tal {prenda}? Si no te convence, la cambias. | Buenas{,n}, ¿cómo te queda en casa?
c: Encantada, todo el mundo me pregunta de dónde es | Genial! Aunque igual me vuelvo a por el otro color | Muy bien, gracias por preguntar | Pues algo larga, igual os la llevo
s=: Qué bien leerlo. | El otro color te lo guardo si quieres. | A ti{,n}. Aquí estamos. | Tráela {dia}, el bajo son dos puntadas.
c?=: Jaja gracias | Eso sería genial | Eskerrik asko, sois majísimas | Vale, {dia} voy

# uniforme meses=8,9,10 peso=2
c: Hola, hacéis camisetas para cuadrilla? Somos {cantidad} | {Saludo}, queríamos {cantidad} sudaderas iguales, es posible? | Buenas, bordáis el nombre en la ropa?
s=: Sí, a partir de 10 unidades, con bordado o estampado. ¿Qué tallas y qué color? | {cantidad} unidades sí. ¿Qué tallas y qué color? | Bordado sí, 6 € por prenda a partir de 10. ¿Tallas y color?
c: Azul marino, tallas de la S a la XL | Te mando la lista de tallas mañana | Aún lo estamos votando jaja. Y para cuándo estarían?
s=: Perfecto. Señal del 50 % por bizum y en diez días las tenéis. | Perfecto, espero la lista. | Con el diseño cerrado, en diez días.
c=: Señal enviada ✅ | Vale, lo hablo con la cuadrilla | Genial, gracias!
s?=: Recibida. | Aquí estamos{,n}. | Os va a quedar de lujo.

# audio peso=2
c: Os mando un audio que voy con la compra | Perdona el audio, es que no puedo escribir ahora | Te lo explico por voz mejor jaja
s: En la tienda no puedo oírlo. ¿Me lo escribes en una línea? | Con la música no se oye, escríbemelo y te digo ya. | Mejor por escrito{,n}, que hay cola.
c: Que si {prenda} está en la {talla} | Nada, que {dia} paso a cambiar lo de mi {familiar} | Que si cerráis {dia} por fiesta
s=: Sí, queda {quedan}. | Sin problema, {dia} te la cambio. | Abrimos todo el día, hasta las 20:30.
c?: Perfecto, gracias | Vale!

# cuadrilla-ninos peso=2
c: Hola, tenéis ropa de niña de {edadnina} años? | {Saludo}, para mi peque de {edadnina}, algo de vestir? | Buenas, hacéis regalo de bebé? Mi amiga acaba de dar a luz
s=: Talla {edadnina} hay poquito, pero bonito. | Sí, vestido y jersey. ¿Para cuándo es? | De bebé tenemos conjuntos de punto, desde 24 €.
c=: Sin prisa, me paso {dia} a mirar | Para {evento} | Genial, uno en color neutro. Es para {dia}, qué apuro
s=: Ven cuando quieras, sin compromiso. | Te aparto tres y eliges. | Te lo dejo envuelto, tranquil{o/a}.
c?: Mil gracias | Qué bonito todo | Genial

# mercadillo habitual meses=5,6,9,10 peso=1
c: Hola, vais al mercadillo del {diasemana}? | {Saludo}, en la feria también se puede pagar con tarjeta? | Buenas, lleváis al mercadillo lo del escaparate?
s=: Vamos con cinco percheros, de 11 a 19. | Con tarjeta y bizum, igual que en tienda. | Lo del escaparate no, pero si lo quieres lo guardo aquí.
c=: Perfecto, allí os veo | Genial, gracias | Guárdamelo entonces
s?=: Nos vemos entonces. | A ti{,n}. | Hecho{,n}.
`;

export const ropa: Trade = {
  dialogues,
  womenShare: 0.86,
  hours: [
    [],
    [
      [630, 840],
      [1020, 1230],
    ],
    [
      [630, 840],
      [1020, 1230],
    ],
    [
      [630, 840],
      [1020, 1230],
    ],
    [
      [630, 840],
      [1020, 1230],
    ],
    [
      [630, 840],
      [1020, 1230],
    ],
    [
      [630, 840],
      [1020, 1230],
    ],
  ],
  cities: ['Bilbao', 'Bilbao', 'Bilbao', 'Barakaldo', 'Getxo', 'Basauri', 'Portugalete', 'Durango'],
  notes: [
    'Talla 42 en pantalón.',
    'Prefiere que le guardemos y pasar los sábados.',
    'Tarjeta de la tienda.',
    'Compra para su madre.',
    'Le avisamos cuando entra lo nuevo.',
    'Arreglos: bajos a 3 cm.',
    'No usa tacón.',
    'Prefiere tonos claros.',
  ],
  names: {
    women:
      'Ane,Leire,Nerea,Amaia,Maite,Idoia,Begoña,Itziar,Miren,Uxue,Olatz,Garazi,Elixabete,Ainhoa,Naiara,Estibaliz,Arantxa,Saioa,Irati,Lorea,Izaskun,Edurne,Mireia,Andrea,Lucía,Mertxe,Rosa,Karmele,Nagore,Pilar,Sara,Ohiana'.split(
        ',',
      ),
    men: 'Iker,Mikel,Gorka,Jon,Unai,Aitor,Asier,Ander,Xabier,Julen,Koldo,Eneko,Oier,Beñat'.split(','),
    surnames:
      'Etxebarria,Aguirre,Zubizarreta,Ortiz,Larrea,Iraola,Mendizabal,Goikoetxea,Uribe,Solaun,Salazar,Arana,Bilbao,Elorza,Ugarte,Muñoz,Lasa,Berasategi,Zabala,Otxoa,Intxausti,Arrieta,García,Barandiaran,Olabarri,Soto,Alonso,Beitia,Gallastegi,Txopitea'.split(
        ',',
      ),
  },
  slots: {
    prenda: [
      'la blusa de lino;34,90 €;23,90 €',
      'la falda plisada;42,90 €;21,45 €',
      'la chaqueta de punto;59,90 €;41,90 €',
      'la camisa de rayas;36,90 €;24,90 €',
      'la rebeca corta;45,90 €;31,90 €',
      'la americana de cuadros;69,90 €;48,90 €',
      'la falda vaquera;44,90 €;22,45 €',
      'la sudadera con capucha;39,90 €;27,90 €',
      'la gabardina corta;89,90 €;62,90 €',
      'la camiseta marinera;19,90 €;13,90 €',
      'la túnica estampada;38,90 €;26,90 €',
      'la cazadora de antelina;64,90 €;44,90 €',
    ],
    talla: ['38', '40', '42', '44', 'S', 'M', 'L', '36'],
    quedan: ['una', 'dos', 'la última', 'tres', 'un par'],
    color: ['granate', 'verde botella', 'crudo', 'azul marino', 'rosa palo', 'marrón'],
    color2: ['negro', 'beige', 'burdeos', 'azul cielo', 'gris perla'],
    blusa: ['34,90 €', '39,90 €'],
    pueblo: ['Getxo', 'Durango', 'Gernika', 'Vitoria', 'Santurtzi', 'Logroño', 'Zarautz', 'Portugalete'],
    ajuste: ['larga de manga', 'ancha de hombros', 'un poco grande', 'pequeña, se me nota'],
    diasemana: ['sábado', 'jueves', 'viernes', 'martes'],
    dias: ['8', '12', '20', '5', '25'],
    ciudadreparto: ['Galdakao', 'Basauri', 'Zamudio'],
    segui: ['LV48210377', 'LV59921460', 'LV60013852', 'LV47755218'],
    evento: ['la boda de mi hermana', 'un bautizo', 'la comunión', 'las bodas de oro de mis padres', 'una entrevista'],
    familiar: ['madre', 'hermana', 'hija', 'cuñada', 'amiga'],
    edad: ['16', '18', '25', '40'],
    edadnina: ['5', '7', '8', '10', '12'],
    precio: ['34,90 €', '49,80 €', '42,90 €', '27,50 €'],
    precio2: ['59,90 €', '64,90 €', '72,90 €'],
    cantidad: ['12', '15', '20', '18'],
    compras: ['dos', 'tres', 'cuatro'],
  },
  groups: [
    {
      name: 'Equipo Lavanda',
      script: `
# equipo
Olaia: Buenos días. ¿Hay que montar el escaparate hoy?
s: Sí, el de punto. He dejado los maniquís en la trastienda.
Nekane: Yo llego a las 11, médico
Olaia+6d: La caja no cuadra por 3 €, me vuelvo loca
Nekane: Fue el cambio de la señora de las bolsas, te lo apunté
Olaia: Cierto, perdona
s+4d: El jueves vienen los del punto de recogida, dejad las cajas abajo.
Nekane+9d: ¿Vendemos las bolsas de tela? Preguntan mucho
s: Las vendemos a 4 €, sí. Ponlas al lado de la caja.
Olaia+12d: La chica del abrigo de cuadros ha vuelto a por otro para su hermana
Nekane: 😂 ¡Te lo dije!
s+8d: Vacaciones: decidme fechas antes del viernes.
Olaia: Yo del 5 al 19
Nekane: Yo las dos últimas semanas
s: Perfecto, encajan. Lo cuelgo en la puerta del almacén.
Olaia+15d: Se ha fundido el foco del fondo
s: Hay bombillas en el cajón de la máquina de coser.
Nekane+11d: Hoy hemos vendido todo el escaparate
Olaia: Y los pendientes también
s: Qué semana. Gracias a las dos, de verdad.
Nekane+19d: ¿Abrimos el domingo antes de Reyes?
s: Este año sí, de 11 a 14. Quien venga, libra el lunes.
Olaia: Vengo yo, que me hace falta el lunes
Nekane+10d: Me cambio el turno de tarde con Olaia el jueves, ya está hablado
s: Vale, me lo apunto.`,
    },
    {
      name: 'Tiendas Casco Viejo',
      script: `
# tiendas
Zapatería Iratxe: Kaixo. Hoy hay concentración en la plaza a las 18, igual cortan la calle
Librería Marea: Gracias por avisar, dejo el reparto para mañana
s: Nosotras igual. Y si alguien necesita dejar paquetes, tengo hueco.
Cuchillería Ordoki+3h: Yo sí, si no molesta
s: Pásalos cuando quieras.
Librería Marea+12d: ¿Alguien va al mercadillo del domingo?
Zapatería Iratxe: Nosotros sí
s: También, con cinco percheros.
Librería Marea: Voy con vosotros, entonces
Zapatería Iratxe+18d: Los de las luces nos hacen precio si somos más de doce
Cuchillería Ordoki: Yo me apunto
s+2h: Lavanda se apunta.
Librería Marea+15d: La limpieza de la calle pasa ahora los martes a las 7
Zapatería Iratxe: Por eso encontré el cartel mojado
s+1d: A mí me pasó lo mismo. Lo subo de noche y ya.
Cuchillería Ordoki: Buena idea`,
    },
  ],
};
