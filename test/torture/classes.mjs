/**
 * Classes of growing input: for each, how to make an input of a size, and what is done with it. The work must grow with the
 * size and not with its square; where a limit refuses the input instead, the refusal must come at once.
 *
 * `size` counts what is repeated, not bytes. `makes` gives a text, or for the command line the files of a directory. `from` and
 * `most` are the sizes to begin and to end with, `clips` says that messages must not repeat the bulk of it, `bounded` that the
 * work grows with the square up to a limit, and not beyond it.
 */

const LINES = '\n'
const repeat = (size, make) => Array.from({ length: size }, (_, i) => make(i)).join(LINES)
const nested = (size, open, close) => open.repeat(size) + close.repeat(size)
const domain = (inside) => `<domain type="kvm"><name>vm</name>\n${inside}\n</domain>`
const rng = (inside) =>
  `<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">\n${inside}\n</grammar>`
const ofPattern = (pattern) =>
  rng(
    `<start><element name="domain"><data type="string"><param name="pattern">${pattern}</param></data></element></start>`,
  )
/** Each definition refers twice to the next. */
const doubled = (size, kind, last) =>
  rng(
    `<start><element name="domain"><ref name="d0"/></element></start>${repeat(size, (i) => `<define name="d${i}"><${kind}><ref name="d${i + 1}"/><ref name="d${i + 1}"/></${kind}></define>`)}<define name="d${size}">${last}</define>`,
  )
const wrapped = (size, open, close, last) =>
  rng(`<start><element name="domain">${open.repeat(size)}${last}${close.repeat(size)}</element></start>`)
const machine = (i, more = '') =>
  `{"Name":"vm${i}","Id":"00000000-0000-4000-8000-${String(i).padStart(12, '0')}","State":2,"AutomaticStartAction":3,"AutomaticStopAction":3${more}}`
const instance = (i) =>
  `<Obj RefId="${i}"><Props><S N="Name">vm${i}</S><I32 N="AutomaticStartAction">3</I32><I32 N="AutomaticStopAction">3</I32></Props></Obj>`
const clixml = (inside) =>
  `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${inside}</Objs>`
const nearName = (i) => `machine-${String(i).padStart(6, '0')}-${(i * 7919) % 100_000}`
const command = (args, files) => ({ args, files })

/** With a schema that takes names, one element, and text that is a number. */
const SMALL = rng(
  '<start><element name="domain"><optional><attribute name="type"/></optional><element name="name"><text/></element><zeroOrMore><element name="a"><optional><attribute name="n"><data type="int"/></attribute></optional><optional><element name="b"><text/></element></optional></element></zeroOrMore></element></start>',
)

export const CLASSES = {
  // Reading XML
  'namespaces of nested elements': {
    does: 'validate',
    most: 900,
    makes: (size) =>
      nested(size, `<d${Array.from({ length: 60 }, (_, i) => ` xmlns:p${i}="urn:${i}"`).join('')}>`, '</d>'),
  },
  'namespaces of sibling elements': {
    does: 'validate',
    makes: (size) => domain(repeat(size, (i) => `<a xmlns:p="urn:${i}" p:q="1"/>`)),
  },
  'prefixed namespaces, read by the full parser': {
    does: 'validate',
    most: 900,
    makes: (size) =>
      nested(size, `<d${Array.from({ length: 60 }, (_, i) => ` xmlns:p${i}="urn:é${i}"`).join('')} é="1">`, '</d>'),
  },
  'attributes of one element': {
    does: 'validate',
    makes: (size) => domain(`<a ${repeat(size, (i) => `a${i}="${i}"`)}/>`),
  },
  'attributes in namespaces of one element': {
    does: 'validate',
    makes: (size) => domain(`<a xmlns:p="urn:p" ${repeat(size, (i) => `p:a${i}="${i}"`)}/>`),
  },
  'a deep document': { does: 'validate', makes: (size) => nested(size, '<a>', '</a>') },
  'a deep document, the limit raised': {
    does: 'validate',
    options: { maxDepth: 10_000 },
    most: 9_000,
    makes: (size) => domain(nested(size, '<a>', '</a>')),
  },
  'a document that is cut off': {
    does: 'validate',
    makes: (size) => domain('').replace('</domain>', '<a>x</a>\n'.repeat(size)),
  },
  'unclosed comments': { does: 'validate', makes: (size) => domain('<!-- x -'.repeat(size)) },
  comments: { does: 'validate', makes: (size) => domain(repeat(size, (i) => `<!-- ${i} -->`)) },
  references: { does: 'validate', makes: (size) => domain(`<title>${'&amp;&#65;'.repeat(size)}</title>`) },
  'a long line': { does: 'validate', makes: (size) => domain('<a b="c"/>'.repeat(size)) },
  'carriage returns': { does: 'validate', makes: (size) => domain('<a/>\r'.repeat(size)) },
  'XML declarations': {
    does: 'read',
    makes: (size) => '<?xml version="1.0"?><INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"/>'.repeat(size),
  },
  'begun XML declarations': { does: 'read', makes: (size) => `<INSTANCE>${'<?xml version="1.0" '.repeat(size)}` },

  // Findings
  'stray text': { does: 'validate', makes: (size) => domain('x<a/>'.repeat(size)) },
  'stray text, a schema': { does: 'check', makes: (size) => domain('x<a/>'.repeat(size)) },
  'wrong elements': { does: 'check', makes: (size) => domain(repeat(size, (i) => `<x${i}/>`)) },
  'wrong elements of libvirt': {
    does: 'checkLibvirt',
    makes: (size) => domain(repeat(size, () => '<memroy>1</memroy>')),
  },
  'elements of libvirt in the wrong order': {
    does: 'checkLibvirt',
    makes: (size) => domain(repeat(size, () => '<name>a</name><memory>1</memory>')),
  },
  'wrong devices of libvirt': {
    does: 'checkLibvirt',
    makes: (size) =>
      domain(
        `<devices>${repeat(size, (i) => `<disk type="file" devic="${i}"><target dev="vda"/><source/></disk>`)}</devices>`,
      ),
  },
  'wrong values': { does: 'check', makes: (size) => domain(repeat(size, (i) => `<a n="x${i}"/>`)) },
  'wrong attributes': { does: 'check', makes: (size) => domain(`<a ${repeat(size, (i) => `a${i}="${i}"`)}/>`) },
  'misplaced elements': {
    does: 'validate',
    makes: (size) => domain(`<a>${'<on_hoststop>save</on_hoststop>'.repeat(size)}</a>`),
  },
  'nested misplaced elements': {
    does: 'validate',
    bounded: true,
    most: 900,
    makes: (size) => domain(nested(size, '<on_hoststop>', '</on_hoststop>')),
  },
  'misplaced elements in deep ones': {
    does: 'validate',
    bounded: true,
    options: { maxDepth: 10_000 },
    most: 9_000,
    makes: (size) => domain(nested(size, '<a><on_hoststop/>', '</a>')),
  },
  'repeated lifecycle elements': {
    does: 'validate',
    makes: (size) => domain('<on_hoststop>sav</on_hoststop>\n'.repeat(size)),
  },
  'repeated lifecycles': {
    does: 'validate',
    makes: (size) =>
      domain(`<metadata>${'<lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0"/>'.repeat(size)}</metadata>`),
  },
  'attributes of on_hoststart': {
    does: 'validate',
    makes: (size) => domain(`<on_hoststart ${repeat(size, (i) => `dela${i}="${i}"`)}>start</on_hoststart>`),
  },
  'values to be fixed': { does: 'fix', makes: (size) => domain('<on_hoststop> save </on_hoststop>\n'.repeat(size)) },
  'fixes that are many': {
    does: 'applyFixes',
    makes: (size) => 'a '.repeat(size),
  },

  // What messages quote
  'a long element name': { does: 'check', clips: true, makes: (size) => domain(`<${'n'.repeat(size)}/>`) },
  'a long root name': { does: 'validate', clips: true, makes: (size) => `<${'n'.repeat(size)}/>` },
  'a long end tag': { does: 'validate', clips: true, makes: (size) => `<domain></${'n'.repeat(size)}>` },
  'a long prefix': { does: 'validate', clips: true, makes: (size) => domain(`<${'n'.repeat(size)}:a/>`) },
  'a long attribute name': { does: 'check', clips: true, makes: (size) => domain(`<a ${'n'.repeat(size)}="1"/>`) },
  'a long attribute of ours': {
    does: 'validate',
    clips: true,
    makes: (size) => domain(`<on_hoststart ${'n'.repeat(size)}="1">start</on_hoststart>`),
  },
  'a long attribute value': { does: 'check', clips: true, makes: (size) => domain(`<a n="${'n'.repeat(size)}"/>`) },
  'a long lifecycle value': {
    does: 'validate',
    clips: true,
    makes: (size) => domain(`<on_hoststop>${'n'.repeat(size)}</on_hoststop>`),
  },
  'a long number': {
    does: 'validate',
    clips: true,
    makes: (size) => domain(`<on_hoststart delay="${'1'.repeat(size)}">start</on_hoststart>`),
  },
  'a long text': { does: 'validate', clips: true, makes: (size) => domain('n'.repeat(size)) },
  'a long namespace': { does: 'check', clips: true, makes: (size) => domain(`<a xmlns="urn:${'n'.repeat(size)}"/>`) },
  'a long UUID': {
    does: 'read',
    clips: true,
    makes: (size) => `[${machine(0).replace(/"Id":"[^"]*"/, `"Id":"${'n'.repeat(size)}"`)}]`,
  },
  'a long machine name': {
    does: 'read',
    clips: true,
    makes: (size) => `[${machine('n'.repeat(size)).replace('Action":3', 'Action":9')}]`,
  },
  'a long property': { does: 'read', clips: true, makes: (size) => `[${machine(0, `,"${'n'.repeat(size)}":1`)}]` },
  'a long property of ours': {
    does: 'read',
    clips: true,
    makes: (size) => `{"format":"virt-lifecycle","version":1,"machines":[{"name":"a","${'n'.repeat(size)}":1}]}`,
  },
  'a long word in JSON': { does: 'read', clips: true, makes: (size) => `[${'n'.repeat(size)}` },
  'a long reserved value': {
    does: 'read',
    clips: true,
    makes: (size) => `[${machine(0).replace('StartAction":3', `StartAction":"${'n'.repeat(size)}"`)}]`,
  },
  'a long number in JSON': {
    does: 'read',
    clips: true,
    makes: (size) => `[${machine(0).replace('StartAction":3', `StartAction":${'1'.repeat(size)}`)}]`,
  },
  'a long CLIXML element': { does: 'read', clips: true, makes: (size) => clixml(`<${'n'.repeat(size)}/>`) },
  'a long CSV field': {
    does: 'read',
    clips: true,
    makes: (size) => `"Name","AutomaticStartAction"\n"vm","${'n'.repeat(size)}"\n`,
  },
  'a long CSV header': {
    does: 'read',
    clips: true,
    makes: (size) => `"Name","AutomaticStartAction","${'n'.repeat(size)}"\n"vm","9"\n`,
  },
  'a long Format-List line': {
    does: 'read',
    clips: true,
    makes: (size) => `Name                 : web01\nAutomaticStartAction : ${'n'.repeat(size)}\n`,
  },

  // Reading JSON, CSV, lists, CLIXML, configurations
  'unknown keys in JSON': {
    does: 'read',
    makes: (size) =>
      `{"format":"virt-lifecycle","version":1,"machines":[{"name":"a",${repeat(size, (i) => `"key${i}":1`).replaceAll('\n', ',\n')}}]}`,
  },
  'unknown keys at the root': {
    does: 'read',
    makes: (size) =>
      `{"format":"virt-lifecycle","version":1,"machines":[],${repeat(size, (i) => `"key${i}":1`).replaceAll('\n', ',\n')}}`,
  },
  'the same unknown key in many machines': {
    does: 'read',
    makes: (size) =>
      `{"format":"virt-lifecycle","version":1,"machines":[${repeat(size, (i) => `{"name":"a${i}","delya":1}`).replaceAll('\n', ',\n')}]}`,
  },
  'unknown keys in a configuration': {
    does: 'run',
    makes: (size) =>
      command(['validate', 'a.xml'], {
        'a.xml': domain(''),
        'virt-lifecycle.config.json': `{${repeat(size, (i) => `"key${i}":1`).replaceAll('\n', ',\n')}}`,
      }),
  },
  'properties of one machine': {
    does: 'read',
    makes: (size) =>
      `[${machine(
        0,
        repeat(size, (i) => `,"P${i}":${i}`),
      )}]`,
  },
  'machines in JSON': { does: 'read', makes: (size) => `[${repeat(size, (i) => machine(i)).replaceAll('\n', ',\n')}]` },
  'wrong machines in JSON': {
    does: 'read',
    makes: (size) =>
      `[${repeat(size, (i) => machine(i).replaceAll('Action":3', 'Action":7')).replaceAll('\n', ',\n')}]`,
  },
  'machines that are numbers': { does: 'read', makes: (size) => `[${machine(0)}${',1'.repeat(size)}]` },
  'wrong machines of ours': {
    does: 'read',
    makes: (size) =>
      `{"format":"virt-lifecycle","version":1,"machines":[${repeat(size, () => '{"name":1,"hostStart":"x"}').replaceAll('\n', ',\n')}]}`,
  },
  'a deep JSON array': { does: 'read', makes: (size) => nested(size, '[', ']') },
  'a deep JSON object': { does: 'read', makes: (size) => `${'{"a":'.repeat(size)}1${'}'.repeat(size)}` },
  'a deep JSON array, the limit raised': {
    does: 'read',
    options: { maxDepth: 10_000 },
    makes: (size) => nested(size, '[', ']'),
  },
  'opening brackets': { does: 'read', makes: (size) => '[{"a":'.repeat(size) },
  'lines before JSON': { does: 'read', makes: (size) => `${'WARNING: something\n'.repeat(size)}[${machine(0)}]` },
  'lines that begin like JSON': { does: 'read', makes: (size) => `WARNING: a\n${'[\n'.repeat(size)}` },
  'escapes in JSON': {
    does: 'read',
    makes: (size) => `[{"Name":"${'\\u0041'.repeat(size)}","AutomaticStartAction":3}]`,
  },
  'machines in CSV': {
    does: 'read',
    makes: (size) => `"Name","AutomaticStartAction"\n${repeat(size, (i) => `"vm${i}","3"`)}`,
  },
  'wrong machines in CSV': {
    does: 'read',
    makes: (size) => `"Name","AutomaticStartAction"\n${repeat(size, (i) => `"vm${i}","7"`)}`,
  },
  'columns in CSV': {
    does: 'read',
    makes: (size) =>
      `"Name","AutomaticStartAction"${repeat(size, (i) => `,"c${i}"`).replaceAll('\n', '')}\n"vm","3"${',1'.repeat(size)}\n`,
  },
  'quotes in CSV': { does: 'read', makes: (size) => `"Name","AutomaticStartAction"\n"${'""'.repeat(size)}","3"\n` },
  'open quotes in CSV': { does: 'read', makes: (size) => `"Name","AutomaticStartAction"\n${'"a\n'.repeat(size)}` },
  'machines in a list': {
    does: 'read',
    makes: (size) => repeat(size, (i) => `Name                 : vm${i}\nAutomaticStartAction : StartIfRunning\n`),
  },
  'continued lines in a list': {
    does: 'read',
    makes: (size) =>
      `Name                 : vm\nAutomaticStartAction : StartIfRunning\nNotes                : ${'a\n                       '.repeat(size)}`,
  },
  'machines in CLIXML': { does: 'read', makes: (size) => clixml(repeat(size, instance)) },
  'deep CLIXML': { does: 'read', makes: (size) => clixml(nested(size, '<Obj><LST>', '</LST></Obj>')) },
  'deep CLIXML, the limit raised': {
    does: 'read',
    options: { maxDepth: 10_000 },
    most: 4_900,
    makes: (size) => clixml(nested(size, '<Obj><LST>', '</LST></Obj>')),
  },
  'deep CIM-XML': {
    does: 'read',
    makes: (size) => nested(size, '<INSTANCE CLASSNAME="a"><PROPERTY>', '</PROPERTY></INSTANCE>'),
  },
  'deep CIM-XML, the limit raised': {
    does: 'read',
    options: { maxDepth: 10_000 },
    most: 4_900,
    makes: (size) => nested(size, '<INSTANCE CLASSNAME="a"><PROPERTY>', '</PROPERTY></INSTANCE>'),
  },
  'instances in CIM-XML': {
    does: 'read',
    makes: (size) =>
      `<CIM>${repeat(size, (i) => `<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData"><PROPERTY NAME="ElementName" TYPE="string"><VALUE>vm${i}</VALUE></PROPERTY><PROPERTY NAME="AutomaticStartupAction" TYPE="uint16"><VALUE>3</VALUE></PROPERTY></INSTANCE>`)}</CIM>`,
  },
  'references in CLIXML': {
    does: 'read',
    makes: (size) =>
      clixml(
        repeat(
          size,
          (i) =>
            `<Obj RefId="${i}"><TNRef RefId="9"/><Props><Ref N="AutomaticStartAction" RefId="${i - 1}"/></Props></Obj>`,
        ),
      ),
  },

  // Texts that regular expressions read
  'spaces in a list': { does: 'read', makes: (size) => `Name${' '.repeat(size)}x\nAutomaticStartAction : 3\n` },
  'spaces before a value': {
    does: 'validate',
    makes: (size) => domain(`<on_hoststop>${' '.repeat(size)}x${' '.repeat(size)}y</on_hoststop>`),
  },
  'spaces in text': { does: 'check', makes: (size) => domain(`<a/>x${' '.repeat(size)}y<a/>`) },
  'digits of a duration': {
    does: 'read',
    makes: (size) => `[{"Name":"a","AutomaticStartDelay":"P${'0'.repeat(size)}x","AutomaticStartAction":3}]`,
  },
  'dashes before XML': { does: 'read', makes: (size) => `${'- \n'.repeat(size)}<domain/>` },
  templates: { does: 'check', makes: (size) => domain(`<a n="${'{{'.repeat(size)}"/>`) },
  'comments on a line of ours': {
    does: 'merge',
    makes: (size) => ({
      machines: 1,
      domains: [`<domain>\n<name>vm0</name>\n<on_crash>x</on_crash>${'<!-- x -->'.repeat(size)} <!--\n--></domain>`],
    }),
  },

  // RELAX NG
  'definitions that refer twice to the next, choice': {
    does: 'compile',
    most: 2_000,
    from: 25,
    makes: (size) => doubled(size, 'choice', '<text/>'),
  },
  'definitions that refer twice to the next, group': {
    does: 'compile',
    most: 2_000,
    from: 25,
    makes: (size) => doubled(size, 'group', '<text/>'),
  },
  'definitions that refer twice to the next, a group of elements': {
    does: 'compile',
    most: 2_000,
    from: 25,
    makes: (size) => doubled(size, 'group', '<element name="a"><empty/></element>'),
  },
  'definitions that refer twice to the next, interleave': {
    does: 'compile',
    most: 2_000,
    from: 25,
    makes: (size) => doubled(size, 'interleave', '<element name="a"><empty/></element>'),
  },
  'definitions that refer twice to the next, oneOrMore': {
    does: 'compile',
    most: 2_000,
    from: 25,
    makes: (size) => doubled(size, 'choice', '<oneOrMore><element name="a"><empty/></element></oneOrMore>'),
  },
  'definitions that refer twice to the next, a list': {
    does: 'compile',
    most: 2_000,
    from: 25,
    makes: (size) =>
      doubled(size, 'group', '<empty/>')
        .replace('<ref name="d0"/>', '<list><ref name="d0"/></list>')
        .replace('<empty/></define></grammar>', '<data type="int"/></define></grammar>'),
  },
  'definitions that refer twice to the next, names': {
    does: 'compile',
    most: 2_000,
    from: 25,
    makes: (size) =>
      doubled(size, 'choice', '<element><choice><name>a</name><name>b</name></choice><empty/></element>'),
  },
  'a chain of definitions': {
    does: 'compile',
    makes: (size) =>
      rng(
        `<start><element name="domain"><ref name="d0"/></element></start>${repeat(size, (i) => `<define name="d${i}"><ref name="d${i + 1}"/></define>`)}<define name="d${size}"><text/></define>`,
      ),
  },
  'definitions of one name': {
    does: 'compile',
    makes: (size) =>
      rng(
        `<start><element name="domain"><ref name="d"/></element></start>${repeat(size, (i) => `<define name="d" combine="choice"><element name="a${i}"><empty/></element></define>`)}`,
      ),
  },
  'definitions of many names': {
    does: 'compile',
    makes: (size) =>
      rng(
        `<start><element name="domain"><choice>${repeat(size, (i) => `<ref name="d${i}"/>`)}</choice></element></start>${repeat(size, (i) => `<define name="d${i}"><element name="a${i}"><empty/></element></define>`)}`,
      ),
  },
  'an interleave of many': {
    does: 'compile',
    makes: (size) =>
      rng(
        `<start><element name="domain"><interleave>${repeat(size, (i) => `<element name="a${i}"><empty/></element>`)}</interleave></element></start>`,
      ),
  },
  'name classes of many': {
    does: 'compile',
    bounded: true,
    makes: (size) =>
      rng(
        `<start><element name="domain"><group>${repeat(size, (i) => `<element><anyName><except><name>a${i}</name></except></anyName><empty/></element>`)}</group></element></start>`,
      ),
  },
  'attributes of any name': {
    does: 'compile',
    bounded: true,
    makes: (size) =>
      rng(
        `<start><element name="domain"><group>${repeat(size, (i) => `<attribute><choice><name>a${i}</name><name>b${i}</name></choice></attribute>`)}</group></element></start>`,
      ),
  },
  'nested groups': { does: 'compile', makes: (size) => wrapped(size, '<group>', '</group>', '<empty/>') },
  'nested choices': { does: 'compile', makes: (size) => wrapped(size, '<choice><empty/>', '</choice>', '<text/>') },
  'nested optionals': { does: 'compile', makes: (size) => wrapped(size, '<optional>', '</optional>', '<text/>') },
  'nested repetitions': {
    does: 'compile',
    bounded: true,
    makes: (size) => wrapped(size, '<oneOrMore>', '</oneOrMore>', '<text/>'),
  },
  'nested interleaves': {
    does: 'compile',
    makes: (size) => wrapped(size, '<interleave><empty/>', '</interleave>', '<text/>'),
  },
  'nested grammars': {
    does: 'compile',
    makes: (size) => wrapped(size, '<grammar><start>', '</start></grammar>', '<text/>'),
  },
  'nested elements of a schema': {
    does: 'compile',
    makes: (size) => wrapped(size, '<element name="a">', '</element>', '<text/>'),
  },
  'nested name classes': {
    does: 'compile',
    makes: (size) =>
      wrapped(
        1,
        '<element>',
        '</element>',
        `${nested(size, '<choice>', '</choice>').replace('<choice></choice>', '<choice><name>a</name></choice>')}<text/>`,
      ),
  },
  'nested sections': {
    does: 'compile',
    makes: (size) => rng(`<start><element name="domain"><text/></element></start>${nested(size, '<div>', '</div>')}`),
  },
  'foreign elements of a schema': {
    does: 'compile',
    makes: (size) =>
      rng(`<start><element name="domain"><text/></element></start>${nested(size, '<x xmlns="urn:x">', '</x>')}`),
  },
  'a group of many': {
    does: 'compile',
    bounded: true,
    makes: (size) =>
      rng(
        `<start><element name="domain">${repeat(size, (i) => `<element name="a${i}"><empty/></element>`)}</element></start>`,
      ),
  },
  'values of a schema': {
    does: 'compile',
    makes: (size) =>
      rng(
        `<start><element name="domain"><choice>${repeat(size, (i) => `<value>v${i}</value>`)}</choice></element></start>`,
      ),
  },
  'elements that refer to each other': {
    does: 'compile',
    makes: (size) =>
      rng(
        `<start><ref name="d0"/></start>${repeat(size, (i) => `<define name="d${i}"><element name="a${i}"><optional><ref name="d${(i + 1) % size}"/></optional></element></define>`)}`,
      ).replace('name="a0"', 'name="domain"'),
  },
  // A plain pattern is left to JavaScript, but only up to some length.
  'a plain pattern that counts': {
    does: 'compile',
    bounded: true,
    from: 100,
    makes: (size) => ofPattern(`a{0,${size}}b`),
  },
  'a pattern that counts': { does: 'compile', from: 100, makes: (size) => ofPattern(`\\i{0,${size}}b`) },
  'a pattern that counts twice': {
    does: 'compile',
    from: 100,
    makes: (size) => ofPattern(`(a{0,${size}}){0,${size}}b`),
  },
  'a pattern that counts in alternatives': {
    does: 'compile',
    from: 100,
    makes: (size) => ofPattern(`(a|b|c{${size}}|d{1,${size}})*`),
  },
  'a plain pattern of many alternatives': {
    does: 'compile',
    bounded: true,
    makes: (size) => ofPattern(repeat(size, (i) => `a${i}`).replaceAll('\n', '|')),
  },
  'a pattern of many alternatives': {
    does: 'compile',
    from: 100,
    makes: (size) => ofPattern(repeat(size, (i) => `\\i${i}`).replaceAll('\n', '|')),
  },
  'a long plain pattern': { does: 'compile', bounded: true, makes: (size) => ofPattern('ab?'.repeat(size)) },
  'a long pattern': { does: 'compile', from: 100, makes: (size) => ofPattern('\\ib?'.repeat(size)) },
  'a deep pattern': {
    does: 'compile',
    from: 100,
    makes: (size) => ofPattern(`${'('.repeat(size)}a${')'.repeat(size)}`),
  },
  'a pattern of stars': {
    does: 'compile',
    from: 10,
    makes: (size) => ofPattern(`${'(a*'.repeat(size)}${')*'.repeat(size)}b`),
  },
  'a pattern, a long text': {
    does: 'match',
    makes: (size) => ({ pattern: '(a|aa)*(a*b?)*c', text: 'a'.repeat(size) }),
  },
  'a pattern of digits, a long text': {
    does: 'match',
    makes: (size) => ({ pattern: '([0-9]+(-[0-9]+)?,?)+', text: `${'1'.repeat(size)}x` }),
  },

  // Merging
  'machines and domains with nearly equal names': {
    does: 'merge',
    bounded: true,
    makes: (size) => ({
      machines: size,
      nameOf: nearName,
      domains: Array.from({ length: size }, (_, i) => `<domain><name>${nearName(i)}x</name></domain>`),
    }),
  },
  'machines and domains of one name': {
    does: 'merge',
    makes: (size) => ({
      machines: size,
      nameOf: () => 'vm',
      domains: Array.from({ length: size }, () => '<domain><name>vm</name></domain>'),
    }),
  },
  'machines and domains of one UUID': {
    does: 'merge',
    makes: (size) => ({
      machines: size,
      uuidOf: () => 0,
      domains: Array.from({ length: size }, () => '<domain><uuid>00000000-0000-4000-8000-000000000000</uuid></domain>'),
    }),
  },
  'rows of a map': {
    does: 'merge',
    makes: (size) => ({
      machines: size,
      map: repeat(size, (i) => `vm${i},kvm${i}`),
      domains: Array.from({ length: size }, (_, i) => `<domain><name>kvm${i}</name></domain>`),
    }),
  },
  'rows of a map that contradict each other': {
    does: 'merge',
    makes: (size) => ({
      machines: 2,
      map: repeat(size, (i) => `vm${i % 2},kvm${i}`),
      domains: Array.from({ length: size }, (_, i) => `<domain><name>kvm${i}</name></domain>`),
    }),
  },
  'rows of a map that are the same': {
    does: 'merge',
    makes: (size) => ({
      machines: 1,
      map: repeat(size, () => 'vm0,kvm'),
      domains: ['<domain><name>kvm</name></domain>'],
    }),
  },
  'rows of a map, machines of one name': {
    does: 'merge',
    makes: (size) => ({
      machines: size,
      nameOf: () => 'vm',
      map: repeat(size, (i) => `vm,kvm${i}`),
      domains: ['<domain><name>kvm</name></domain>'],
    }),
  },
  'machines that were left out, and a map': {
    does: 'merge',
    makes: (size) => ({
      machines: size,
      action: 9,
      map: repeat(size, (i) => `vm${i},kvm${i}`),
      domains: ['<domain><name>a</name></domain>'],
    }),
  },
  'a large domain': {
    does: 'merge',
    makes: (size) => ({ machines: 1, domains: [`<domain>\n<name>vm0</name>\n${'<a>x</a>\n'.repeat(size)}</domain>`] }),
  },
  'writing many machines': { does: 'write', makes: (size) => size },

  // Patches
  'a patch of every line': {
    does: 'patch',
    bounded: true,
    makes: (size) => [repeat(size, (i) => `a${i}`), repeat(size, (i) => `b${i}`)],
  },
  'a patch of every other line': {
    does: 'patch',
    bounded: true,
    makes: (size) => [
      repeat(size, (i) => `${i % 2 === 0 ? 'a' : 'x'}${i}`),
      repeat(size, (i) => `${i % 2 === 0 ? 'b' : 'x'}${i}`),
    ],
  },
  'a patch of one line': { does: 'patch', makes: (size) => [`a\n${'x\n'.repeat(size)}`, `b\n${'x\n'.repeat(size)}`] },

  // The command line
  'stars in --exclude': {
    does: 'run',
    from: 10,
    makes: (size) =>
      command(['validate', 'd', '--exclude', `${'*a'.repeat(size)}b`], { [`d/${'a'.repeat(100)}.xml`]: domain('') }),
  },
  'stars in a path': {
    does: 'run',
    from: 10,
    makes: (size) => command(['validate', `d/${'*a'.repeat(size)}b.xml`], { [`d/${'a'.repeat(100)}.xml`]: domain('') }),
  },
  'stars in a configuration': {
    does: 'run',
    from: 10,
    makes: (size) =>
      command(['validate', 'd'], {
        'virt-lifecycle.config.json': JSON.stringify({ exclude: [`${'*a'.repeat(size)}b`] }),
        [`d/${'a'.repeat(100)}.xml`]: domain(''),
      }),
  },
  'double stars in a path': {
    does: 'run',
    from: 5,
    makes: (size) =>
      command(['validate', `d/${'**/a*/'.repeat(size)}b.xml`], { [`d/${'a/'.repeat(40)}a.xml`]: domain('') }),
  },
  'double stars in --exclude': {
    does: 'run',
    from: 5,
    makes: (size) =>
      command(['validate', 'd', '--exclude', `${'**/a*/'.repeat(size)}b`], {
        [`d/${'a/'.repeat(40)}a.xml`]: domain(''),
      }),
  },
  'nested braces': {
    does: 'run',
    from: 5,
    makes: (size) => command(['validate', `d/${'{a,b}'.repeat(size)}.xml`], { 'd/a.xml': domain('') }),
  },
  'braces in braces': {
    does: 'run',
    from: 5,
    makes: (size) =>
      command(['validate', `d/${'{a,'.repeat(size)}b${'}'.repeat(size)}.xml`], { 'd/a.xml': domain('') }),
  },
  'a range in braces': {
    does: 'run',
    from: 1000,
    makes: (size) => command(['validate', `d/{1..${size}}.xml`], { 'd/a.xml': domain('') }),
  },
  'extended globs': {
    does: 'run',
    from: 5,
    makes: (size) =>
      command(['validate', `d/${'+(a|aa)'.repeat(size)}b.xml`], { [`d/${'a'.repeat(100)}.xml`]: domain('') }),
  },
  'nested extended globs': {
    does: 'run',
    from: 2,
    makes: (size) =>
      command(['validate', `d/${'+('.repeat(size)}a${')'.repeat(size)}b.xml`], {
        [`d/${'a'.repeat(100)}.xml`]: domain(''),
      }),
  },
  'patterns to exclude': {
    does: 'run',
    makes: (size) =>
      command(['validate', 'd', '--allow-empty'], {
        'virt-lifecycle.config.json': JSON.stringify({ exclude: Array.from({ length: size }, (_, i) => `x${i}`) }),
        'd/a.xml': domain(''),
      }),
  },
  'a long glob': {
    does: 'run',
    makes: (size) => command(['validate', `d/${'[a]'.repeat(size)}.xml`], { 'd/a.xml': domain('') }),
  },
  'stray text on the command line': {
    does: 'run',
    makes: (size) => command(['validate', 'a.xml'], { 'a.xml': domain('x<a/>'.repeat(size)) }),
  },
  'a list of files': {
    does: 'run',
    makes: (size) => command(['validate', '--files-from', 'list'], { list: repeat(size, (i) => `x${i}.xml`) }),
  },
  'the findings of a baseline': {
    does: 'run',
    makes: (size) =>
      command(['validate', 'a.xml', '--baseline', 'baseline.json', '--update-baseline'], {
        'a.xml': domain('x<a/>'.repeat(size)),
      }),
  },
  'lines of NDJSON': {
    does: 'run',
    makes: (size) =>
      command(['convert', 'a.ndjson', '--ndjson', '--to', 'json'], { 'a.ndjson': repeat(size, (i) => machine(i)) }),
  },
  'a conversion to a script': {
    does: 'run',
    makes: (size) =>
      command(['convert', 'a.json', '--to', 'powershell'], {
        'a.json': `[${repeat(size, (i) => machine(i)).replaceAll('\n', ',\n')}]`,
      }),
  },
  // Completing at the end of a document that somebody writes
  'start tags that nothing ends': {
    does: 'complete',
    makes: (size) => '<a '.repeat(size),
  },
  'open elements': {
    does: 'complete',
    makes: (size) => `<domain type="kvm">${'<devices>'.repeat(size)}`,
  },
  'values that no quote ends': {
    does: 'complete',
    makes: (size) => `<a ${'b=\'c" d='.repeat(size)}`,
  },
  'comments that nothing ends': {
    does: 'complete',
    makes: (size) => '<!-- '.repeat(size),
  },
  'end tags without elements': {
    does: 'complete',
    makes: (size) => `<domain type="kvm">${'</a>'.repeat(size)}`,
  },
  'prefixes in open elements': {
    does: 'complete',
    makes: (size) =>
      `<domain type="kvm">${Array.from({ length: size }, (_, i) => `<a xmlns:p${i}="urn:${i}">`).join('')}`,
  },
  'unknown elements before the cursor': {
    does: 'complete',
    makes: (size) => `<domain type="kvm">${repeat(size, (i) => `<a${i}/>`)}`,
  },
  'repeated elements before the cursor': {
    does: 'complete',
    makes: (size) => `<domain type="kvm">${repeat(size, () => '<name>a</name>')}`,
  },
  'attributes before the cursor': {
    does: 'complete',
    makes: (size) => `<domain ${repeat(size, (i) => `a${i}="b"`)} `,
  },
  'devices before the cursor': {
    does: 'complete',
    makes: (size) =>
      `<domain type="kvm"><devices>${repeat(size, (i) => `<disk><source file="/${i}"/><target dev="vda"/></disk>`)}`,
  },
}

export { SMALL }
