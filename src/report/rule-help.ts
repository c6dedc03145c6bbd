// Written by "npm run rule-help"; do not edit.
import type { DiagnosticCode } from '../diagnostics/index.js'

/** What docs/diagnostics.md says of each code: the words alone, and the whole section. */
export const RULE_HELP: Readonly<Record<DiagnosticCode, { readonly text: string; readonly markdown: string }>> = {
  VL101: {
    text: 'Write & as &amp; and < as &lt;, close every tag, quote every attribute. The message names the tag that is still open.',
    markdown: '```xml\n<domain><name>research & development</name></domain>\n```\n\nWrite `&` as `&amp;` and `<` as `&lt;`, close every tag, quote every attribute. The message names the tag that is still\nopen.',
  },
  VL102: {
    text: 'Check the command in front of the pipe: it printed nothing.',
    markdown: '```console\n$ virt-lifecycle convert --to json < /dev/null\n<stdin>:1:1 error VL102 the input is empty\n```\n\nCheck the command in front of the pipe: it printed nothing.',
  },
  VL103: {
    text: 'Remove it, and write out what its entities stand for. libvirt needs none, and a DTD in a file from somebody else can read files and exhaust memory, so no document with one is processed.',
    markdown: '```xml\n<!DOCTYPE domain [<!ENTITY disk "/srv/vm/a.qcow2">]>\n<domain><name>a</name></domain>\n```\n\nRemove it, and write out what its entities stand for. libvirt needs none, and a DTD in a file from somebody else can read\nfiles and exhaust memory, so no document with one is processed.',
  },
  VL104: {
    text: 'No machine\'s definition comes near the limit of 1000; look where the document comes from before you raise it.',
    markdown: '```console\n$ printf \'<domain><a><b/></a></domain>\' | virt-lifecycle convert --to json --max-depth 2\n<stdin>:1:12 error VL104 elements are nested more than 2 deep\n    1 | <domain><a><b/></a></domain>\n      |            ^^^^  --max-depth raises the limit\n```\n\nNo machine\'s definition comes near the limit of 1000; look where the document comes from before you raise it.',
  },
  VL105: {
    text: 'The limit is 64 MiB.',
    markdown: '```console\n$ virt-lifecycle convert domains/web01.xml --to json --max-size 100\ndomains/web01.xml:1:1 error VL105 the document is larger than 100 bytes\n   --max-size raises the limit\n```\n\nThe limit is 64 MiB.',
  },
  VL106: {
    text: 'UTF-8, UTF-16, ISO-8859-1 and US-ASCII are read, by the byte order mark or the XML declaration. Convert anything else first: iconv -f WINDOWS-1252 -t UTF-8.',
    markdown: '```console\n$ printf \'<domain><name>caf\\351</name></domain>\' | virt-lifecycle convert --to json\n<stdin>:1:18 error VL106 these bytes are not UTF-8\n    1 | <domain><name>caf�</name></domain>\n      |                  ^  save the file as UTF-8, or name its encoding in an XML declaration\n```\n\nUTF-8, UTF-16, ISO-8859-1 and US-ASCII are read, by the byte order mark or the XML declaration. Convert anything else\nfirst: `iconv -f WINDOWS-1252 -t UTF-8`.',
  },
  VL107: {
    text: 'JSON takes no comma before a closing bracket and no comments, and a document that was cut short ends inside a bracket: compare the file with the whole output of ConvertTo-Json.',
    markdown: '```json\n[{"Name": "a", "AutomaticStartAction": 4,}]\n```\n\nJSON takes no comma before a closing bracket and no comments, and a document that was cut short ends inside a bracket:\ncompare the file with the whole output of `ConvertTo-Json`.',
  },
  VL108: {
    text: 'Formats are told apart by their content. The message says which properties were looked for; PowerShell\'s ConvertTo-Json writes them unless Select-Object left them out.',
    markdown: '```json\n{"apiVersion": "v1", "kind": "Pod"}\n```\n\nFormats are told apart by their content. The message says which properties were looked for; PowerShell\'s\n`ConvertTo-Json` writes them unless `Select-Object` left them out.',
  },
  VL109: {
    text: 'Only <domain>, <domstatus> and <domainsnapshot> hold a machine.',
    markdown: '```xml\n<network><name>default</name></network>\n```\n\nOnly `<domain>`, `<domstatus>` and `<domainsnapshot>` hold a machine.',
  },
  VL201: {
    text: '<on_hoststart> takes delay and order, <on_hoststop> and <lifecycle> take none.',
    markdown: '```xml\n<domain><on_hoststart dely="90">start</on_hoststart></domain>\n```\n\n`<on_hoststart>` takes `delay` and `order`, `<on_hoststop>` and `<lifecycle>` take none.',
  },
  VL202: {
    text: 'Give it a value, or remove the element: absent means that the hypervisor\'s own default applies.',
    markdown: '```xml\n<domain><on_hoststop/></domain>\n```\n\nGive it a value, or remove the element: absent means that the hypervisor\'s own default applies.',
  },
  VL203: {
    text: 'on_hoststart takes ignore, restart-if-active and start; on_hoststop takes destroy, save, shutdown and stop-and-restart-on-next-boot. Capitals matter, as everywhere in domain XML.',
    markdown: '```xml\n<domain><on_hoststop>sav</on_hoststop></domain>\n```\n\n`on_hoststart` takes `ignore`, `restart-if-active` and `start`; `on_hoststop` takes `destroy`, `save`, `shutdown` and\n`stop-and-restart-on-next-boot`. Capitals matter, as everywhere in domain XML.',
  },
  VL204: {
    text: 'Remove all but one, even where they are equal: whoever edits one of them later will not see the other.',
    markdown: '```xml\n<domain><on_hoststop>save</on_hoststop><on_hoststop>save</on_hoststop></domain>\n```\n\nRemove all but one, even where they are equal: whoever edits one of them later will not see the other.',
  },
  VL205: {
    text: 'The two elements hold a value and nothing else; <lifecycle> holds the two elements and nothing else; <domain> itself holds no text (that is checked by validate only).',
    markdown: '```xml\n<domain><on_hoststop>save<now/></on_hoststop></domain>\n```\n\nThe two elements hold a value and nothing else; `<lifecycle>` holds the two elements and nothing else; `<domain>` itself\nholds no text (that is checked by `validate` only).',
  },
  VL206: {
    text: 'The elements belong directly in <domain>; or in <lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0"> in <metadata>.',
    markdown: '```xml\n<domain><devices><on_hoststop>save</on_hoststop></devices></domain>\n```\n\nThe elements belong directly in `<domain>`; or in `<lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0">` in `<metadata>`.',
  },
  VL207: {
    text: 'delay is seconds, 0 to 2147483647. order is 1 to 65535; leave it out where the position is open.',
    markdown: '```xml\n<domain><on_hoststart delay="1 min">start</on_hoststart></domain>\n```\n\n`delay` is seconds, 0 to 2147483647. `order` is 1 to 65535; leave it out where the position is open.',
  },
  VL208: {
    text: 'A machine that is not started waits for nothing. Remove the attribute, or choose another action.',
    markdown: '```xml\n<domain><on_hoststart delay="90">ignore</on_hoststart></domain>\n```\n\nA machine that is not started waits for nothing. Remove the attribute, or choose another action.',
  },
  VL209: {
    text: 'A schema lets it pass, but libvirt compares the values of the sibling elements exactly, so remove it.',
    markdown: '```xml\n<domain><on_hoststop> save </on_hoststop></domain>\n```\n\nA schema lets it pass, but libvirt compares the values of the sibling elements exactly, so remove it.',
  },
  VL210: {
    text: 'The shorthand says that the machine restarts, the other element that it stays off. Keep one of them.',
    markdown: '```xml\n<domain>\n  <on_hoststart>ignore</on_hoststart>\n  <on_hoststop>stop-and-restart-on-next-boot</on_hoststop>\n</domain>\n```\n\nThe shorthand says that the machine restarts, the other element that it stays off. Keep one of them.',
  },
  VL211: {
    text: 'shutdown says the same, for the machine is always started.',
    markdown: '```xml\n<domain>\n  <on_hoststart>start</on_hoststart>\n  <on_hoststop>stop-and-restart-on-next-boot</on_hoststop>\n</domain>\n```\n\n`shutdown` says the same, for the machine is always started.',
  },
  VL212: {
    text: 'Nothing tells which one is meant. Remove one, or make them equal.',
    markdown: '```xml\n<domain>\n  <metadata>\n    <lifecycle xmlns="urn:x-virt-lifecycle:domain:1.0"><on_hoststop>save</on_hoststop></lifecycle>\n  </metadata>\n  <on_hoststop>destroy</on_hoststop>\n</domain>\n```\n\nNothing tells which one is meant. Remove one, or make them equal.',
  },
  VL213: {
    text: 'Nothing says that the machine is started. Hyper-V keeps the settings apart, domain XML does not.',
    markdown: '```json\n{"format": "virt-lifecycle", "version": 1, "machines": [{"name": "a", "delay": 90}]}\n```\n\nNothing says that the machine is started. Hyper-V keeps the settings apart, domain XML does not.',
  },
  VL214: {
    text: 'Only validate --require asks for it, or require in a configuration. Say what happens to the machine, in the placement that the others have.',
    markdown: '```console\n$ virt-lifecycle validate --schema embedded --require hoststart,hoststop mistakes/1-misspelt-attribute.xml\nmistakes/1-misspelt-attribute.xml:1:1 error VL214 on_hoststart is not set, and it is required here\n    1 | <domain type=\'kvm\'>\n      | ^^^^^^^  add <on_hoststart>, in <domain> or in the <lifecycle> of its metadata\nmistakes/1-misspelt-attribute.xml:1:1 error VL214 on_hoststop is not set, and it is required here\n    1 | <domain type=\'kvm\'>\n      | ^^^^^^^  add <on_hoststop>, in <domain> or in the <lifecycle> of its metadata\n1 document checked against the embedded schema: 1 invalid (2 errors)\n```\n\nOnly `validate --require` asks for it, or `require` in a configuration. Say what happens to the machine, in the placement that\nthe others have.',
  },
  VL215: {
    text: 'Only validate --placement asks for it, or placement in a configuration. --fix moves the lifecycle, and leaves everything else as it is.',
    markdown: '```console\n$ virt-lifecycle validate --schema embedded --placement metadata domains/web01.xml\ndomains/web01.xml:20:3 error VL215 the lifecycle stands in <domain>, and is wanted in <metadata> only\n   20 |   <on_hoststart delay=\'30\'>start</on_hoststart>\n      |   ^^^^^^^^^^^^^^^^^^^^^^^^^  "validate --fix --placement metadata" moves it\n1 document checked against the embedded schema: 1 invalid (1 error)\n```\n\nOnly `validate --placement` asks for it, or `placement` in a configuration. `--fix` moves the lifecycle, and leaves everything\nelse as it is.',
  },
  VL301: {
    text: 'Reserved values are never mapped to a neighbour: the machine is left out, the others are translated. Correct the value, or use --on-reserved skip to leave out that property only.',
    markdown: '```json\n[{"Name": "a", "AutomaticStopAction": 5}]\n```\n\nReserved values are never mapped to a neighbour: the machine is left out, the others are translated. Correct the value, or\nuse `--on-reserved skip` to leave out that property only.',
  },
  VL302: {
    text: 'What --on-reserved skip makes of VL301.',
    markdown: '```console\n$ echo \'{"Name": "a", "AutomaticStopAction": 5}\' | virt-lifecycle convert --to json --on-reserved skip\n{\n  "format": "virt-lifecycle",\n  "version": 1,\n  "machines": [\n    {\n      "name": "a"\n    }\n  ]\n}\n<stdin>:1:38 warning VL302 machine "a": AutomaticStopAction is 5, not one of: 2 (TurnOff), 3 (Save), 4 (ShutDown); the property is left out ($.AutomaticStopAction)\n    1 | {"Name": "a", "AutomaticStopAction": 5}\n      |                                      ^\n```\n\nWhat `--on-reserved skip` makes of VL301.',
  },
  VL303: {
    text: 'Get-VM and Set-VM have no property for the order; cim-json has one. Domain XML holds delay and order with a start action only.',
    markdown: '```xml\n<domain><name>a</name><on_hoststart order="3">start</on_hoststart></domain>\n```\n\n`Get-VM` and `Set-VM` have no property for the order; `cim-json` has one. Domain XML holds delay and order with a start\naction only.',
  },
  VL304: {
    text: 'Enumerating Msvm_VirtualSystemSettingData returns snapshots too; they are no machines. Nothing to be done.',
    markdown: '```json\n[{\n  "ElementName": "a - before the upgrade",\n  "VirtualSystemType": "Microsoft:Hyper-V:Snapshot:Realized",\n  "AutomaticShutdownAction": 3\n}]\n```\n\nEnumerating `Msvm_VirtualSystemSettingData` returns snapshots too; they are no machines. Nothing to be done.',
  },
  VL305: {
    text: 'The message names the machine and the path or place. virt-lifecycle schema prints a JSON Schema of each JSON form.',
    markdown: '```json\n[{"Name": ["a"], "AutomaticStopAction": 3}]\n```\n\nThe message names the machine and the path or place. `virt-lifecycle schema` prints a JSON Schema of each JSON form.',
  },
  VL306: {
    text: 'The command that made the file found nothing: were you allowed to see the machines?',
    markdown: '```json\n[]\n```\n\nThe command that made the file found nothing: were you allowed to see the machines?',
  },
  VL307: {
    text: 'Include the name and the identifier when you select the properties to export.',
    markdown: '```json\n[{"AutomaticStopAction": 3}]\n```\n\nInclude the name and the identifier when you select the properties to export.',
  },
  VL308: {
    text: 'Hyper-V\'s settings do not tell memory or disks, so the new domain holds name, UUID and lifecycle only.',
    markdown: '```json\n[{"Name": "a", "AutomaticStopAction": 3}]\n```\n\nHyper-V\'s settings do not tell memory or disks, so the new domain holds name, UUID and lifecycle only.',
  },
  VL309: {
    text: 'libvirt\'s names hold neither / nor line ends, and XML holds no control characters. Rename the machine.',
    markdown: '```json\n[{"Name": "web/01", "AutomaticStopAction": 3}]\n```\n\nlibvirt\'s names hold neither `/` nor line ends, and XML holds no control characters. Rename the machine.',
  },
  VL310: {
    text: 'Nothing tells which one is meant.',
    markdown: '```json\n[{"Name": "a", "AutomaticStopAction": 3, "AutomaticStopAction": 2}]\n```\n\nNothing tells which one is meant.',
  },
  VL311: {
    text: 'A snapshot records the past. Convert the machine\'s own definition.',
    markdown: '```xml\n<domainsnapshot><domain><name>a</name><on_hoststop>save</on_hoststop></domain></domainsnapshot>\n```\n\nA snapshot records the past. Convert the machine\'s own definition.',
  },
  VL312: {
    text: 'convert --into finds a machine\'s domain by its UUID, else by its name, upper and lower case not alike. Give the domain the UUID or the name of its machine, or name the file that holds it with --into. The other machines are done, unless --all-or-nothing was given.',
    markdown: '```console\n$ sed \'/<uuid>/d; s/db01/db02/\' domains/db01.xml > db02.xml\n$ virt-lifecycle convert hyperv-synthetic/get-vm.json --into db02.xml --diff\nhyperv-synthetic/get-vm.json:3:5 error VL312 machine "web01" (6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01): no domain has its UUID or its name\n    3 |     {\n      |     ^  domains without a machine: "db02" in db02.xml\nhyperv-synthetic/get-vm.json:13:5 error VL312 machine "db01" (0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02): no domain has its UUID or its name\n   13 |     {\n      |     ^  did you mean "db02" in db02.xml?\nno machine for 1 domain: "db02" in db02.xml\nwould change 0 of 1 domain, 0 already so\n```\n\n`convert --into` finds a machine\'s domain by its UUID, else by its name, upper and lower case not alike. Give the domain the\nUUID or the name of its machine, or name the file that holds it with `--into`. The other machines are done, unless\n`--all-or-nothing` was given.',
  },
  VL313: {
    text: 'Nothing tells which is meant, so nothing of the machine is written. Name a single file with --into, or only those inputs that belong to the domains; where the name is what they have in common, give the domain the UUID of its machine.',
    markdown: '```console\n$ cp domains/web01.xml domains/web01-copy.xml\n$ virt-lifecycle convert hyperv-synthetic/get-vm.json --into domains --diff --all-or-nothing\nhyperv-synthetic/get-vm.json:3:5 error VL313 machine "web01" (6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01): its UUID is that of 1 machine ("web01" at hyperv-synthetic/get-vm.json:3) and of 2 domains ("web01" in domains/web01-copy.xml, "web01" in domains/web01.xml)\n    3 |     {\n      |     ^  nothing of it is written; name only those inputs and domains that belong together\nno machine for 4 domains: "build01" in domains/build01.xml, "dc01" in domains/dc01.xml, "files01" in domains/files01.xml, "mail01" in domains/mail01.xml\nnothing is shown: there are errors (--all-or-nothing)\n```\n\nNothing tells which is meant, so nothing of the machine is written. Name a single file with `--into`, or only those inputs\nthat belong to the domains; where the name is what they have in common, give the domain the UUID of its machine.',
  },
  VL314: {
    text: 'A machine that was migrated usually has a new UUID, so a name that only one machine and one domain have is enough. Look whether they are the same machine; if not, rename one of them.',
    markdown: '```console\n$ sed -i \'s/<uuid>.*</<uuid>5a1f7f4e-93c5-4d8c-8a49-0c8f2c1d7e55</\' domains/db01.xml\n$ virt-lifecycle convert hyperv-synthetic/get-vm.json --into domains/db01.xml --write\nhyperv-synthetic/get-vm.json:3:5 error VL312 machine "web01" (6f1a2c34-8d0e-4a57-9b61-2f0c7c5b1e01): no domain has its UUID or its name\n    3 |     {\n      |     ^  every domain has its machine\nhyperv-synthetic/get-vm.json:13:5 note VL314 machine "db01" (0d6fb0a2-3c1f-4f0e-8a55-61c7f2f5de02): taken for domain "db01" in domains/db01.xml by its name, for the domain\'s UUID is another one, 5a1f7f4e-93c5-4d8c-8a49-0c8f2c1d7e55\n   13 |     {\n      |     ^  a machine that was migrated usually has a new UUID; rename one of them if they are not the same\nchanged 0 of 1 domain, 1 already so\n```\n\nA machine that was migrated usually has a new UUID, so a name that only one machine and one domain have is enough. Look\nwhether they are the same machine; if not, rename one of them.',
  },
  VL315: {
    text: 'The host answered the request for the machines with a fault; the message gives its reason. Correct the request, not the file.',
    markdown: '```xml\n<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">\n  <s:Body><s:Fault><s:Reason><s:Text xml:lang="en-US">Access is denied.</s:Text></s:Reason></s:Fault></s:Body>\n</s:Envelope>\n```\n\nThe host answered the request for the machines with a fault; the message gives its reason. Correct the request, not the file.',
  },
  VL316: {
    text: 'The property that holds the machine\'s GUID holds something else, so the machine is known by its name only. Export the identifier as Hyper-V gives it.',
    markdown: '```json\n[{"VMName": "web01", "VMId": "web01", "AutomaticStopAction": 3}]\n```\n\nThe property that holds the machine\'s GUID holds something else, so the machine is known by its name only. Export the\nidentifier as Hyper-V gives it.',
  },
  VL317: {
    text: 'Export-Clixml writes a type once and refers to it later. Part of the file is missing, so the object is read by its properties alone. Use the whole file.',
    markdown: '```xml\n<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n  <Obj RefId="1"><TNRef RefId="0" /><Props><S N="VMName">web01</S><I32 N="AutomaticStopAction">3</I32></Props></Obj>\n</Objs>\n```\n\n`Export-Clixml` writes a type once and refers to it later. Part of the file is missing, so the object is read by its\nproperties alone. Use the whole file.',
  },
  VL318: {
    text: 'A snapshot records the past, so convert --into does not look for a machine in it. Name the domain\'s own definition.',
    markdown: '```console\n$ printf \'<domainsnapshot><domain><name>web01</name></domain></domainsnapshot>\' > snapshot.xml\n$ virt-lifecycle convert hyperv-synthetic/get-ciminstance-one.json --into snapshot.xml --diff\n```\n\nA snapshot records the past, so `convert --into` does not look for a machine in it. Name the domain\'s own definition.',
  },
  VL401: {
    text: '--engine libxml2 and --engine both need the package libxmljs2, which is compiled on installation. Where there was no compiler, npm left it out. Install one (on Debian apt-get install g++ make python3) and run npm install libxmljs2@0.35; or leave the option out: the builtin engine needs no package.',
    markdown: '`--engine libxml2` and `--engine both` need the package libxmljs2, which is compiled on installation. Where there was no\ncompiler, npm left it out. Install one (on Debian `apt-get install g++ make python3`) and run `npm install libxmljs2@0.35`; or\nleave the option out: the builtin engine needs no package.',
  },
  VL402: {
    text: '--schema takes auto, embedded, a directory that holds libvirt\'s domain.rng, or a RelaxNG file in XML syntax. A file that is there but is no grammar, or includes one that is not there, is reported with its place.',
    markdown: '```console\n$ virt-lifecycle validate --schema ./domains domains\n./domains:1:1 error VL402 the directory holds no domain.rng\n   name libvirt\'s schema directory (/usr/share/libvirt/schemas), or a RelaxNG file\n```\n\n`--schema` takes `auto`, `embedded`, a directory that holds libvirt\'s `domain.rng`, or a RelaxNG file in XML syntax. A file\nthat is there but is no grammar, or includes one that is not there, is reported with its place.',
  },
  VL403: {
    text: 'With --engine libxml2 the words behind libxml2: are libxml2\'s own; it knows the line only, and often blames the element around:',
    markdown: '```console\n$ echo \'<domain type="kvm"><name>a</name><devics/></domain>\' > a.xml; virt-lifecycle validate a.xml\na.xml:1:34 error VL403 <devics> is not allowed here in <domain>; allowed are: devices, genid, uuid, os, clock, memory, vcpu, vcpus and 37 more\n    1 | <domain type="kvm"><name>a</name><devics/></domain>\n      |                                  ^^^^^^^  did you mean <devices>?\n1 document checked against /usr/share/libvirt/schemas with the lifecycle extension: 1 invalid (1 error)\n```\n\nWith `--engine libxml2` the words behind `libxml2:` are libxml2\'s own; it knows the line only, and often blames the element\naround:\n\n```console\n$ echo \'<domain type="kvm"><name>a</name><devics/></domain>\' > a.xml; virt-lifecycle validate --engine libxml2 a.xml\na.xml:1:1 error VL403 libxml2: Element domain has extra content: devics\n    1 | <domain type="kvm"><name>a</name><devics/></domain>\n      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n1 document checked against /usr/share/libvirt/schemas with the lifecycle extension: 1 invalid (1 error)\n```',
  },
  VL404: {
    text: 'Install libvirt\'s schemas, or say --schema embedded if the lifecycle elements are all you want to have checked.',
    markdown: '```console\n$ LIBVIRT_SCHEMAS=/nowhere virt-lifecycle validate domains\n/nowhere:1:1 note VL404 no libvirt schema is installed here, so only the lifecycle elements are checked (schema \'embedded\')\n   install it (Debian: libvirt0 or libvirt-common), set LIBVIRT_SCHEMAS, or ask for "--schema embedded"\n6 documents checked against the embedded schema: all valid\n```\n\nInstall libvirt\'s schemas, or say `--schema embedded` if the lifecycle elements are all you want to have checked.',
  },
  VL405: {
    text: 'With --engine both the two engines came to different verdicts on a document. One of them is wrong: please report it, with the document and the schema.',
    markdown: 'With `--engine both` the two engines came to different verdicts on a document. One of them is wrong: please report it, with\nthe document and the schema.',
  },
  VL501: {
    text: 'The reason is the system\'s: a wrong path, no permission, or a broken link. The other inputs are still read.',
    markdown: '```console\n$ virt-lifecycle explain domains/web00.xml\ndomains/web00.xml:1:1 error VL501 cannot be read: no such file or directory\n```\n\nThe reason is the system\'s: a wrong path, no permission, or a broken link. The other inputs are still read.',
  },
  VL502: {
    text: 'A directory stands for the *.xml in it and below it. Name files with other endings one by one, or in the shell: new/*.domain.',
    markdown: '```console\n$ mkdir new; virt-lifecycle explain new\nnew:1:1 error VL502 this directory holds no *.xml file\n   name the files, or another directory\n```\n\nA directory stands for the `*.xml` in it and below it. Name files with other endings one by one, or in the shell:\n`new/*.domain`.',
  },
  VL503: {
    text: 'Nothing is left half written: a file is the old one or the new one.',
    markdown: '```console\n$ virt-lifecycle convert domains/web01.xml --to json -o nowhere/web01.json\nnowhere/web01.json:1:1 error VL503 cannot be written: no such file or directory\n```\n\nNothing is left half written: a file is the old one or the new one.',
  },
  VL504: {
    text: 'A domain XML document holds one machine. Name a directory (-o new/); it is made where it is not there.',
    markdown: '```console\n$ virt-lifecycle convert hyperv-synthetic/get-vm.json --to domain -o all.xml\nhyperv-synthetic/get-vm.json:3:5 note VL308 minimal domains were written: name, UUID and lifecycle only, for this input names no memory, disks or devices\n    3 |     {\n      |     ^  copy the elements into the real definition, or add what is missing before "virsh define"\nall.xml:1:1 error VL504 2 machines do not fit into one output: each has a document of its own\n   name a directory with --output DIR; each machine gets a file\n```\n\nA domain XML document holds one machine. Name a directory (`-o new/`); it is made where it is not there.',
  },
  VL505: {
    text: 'A document that was made anew, such as a minimal domain, never replaces a file that holds something else, for that may be the machine\'s definition. To put settings into existing domains use --into; otherwise name another directory, or remove the files first. Only the edited document goes into the file it came from. Nor does a report of validate --output replace a document that is validated, or any file that holds a domain.',
    markdown: '```console\n$ virt-lifecycle convert hyperv-synthetic/get-vm.json --to domain -o domains\nwrote 0 of 2 machines into domains\nhyperv-synthetic/get-vm.json:3:5 note VL308 minimal domains were written: name, UUID and lifecycle only, for this input names no memory, disks or devices\n    3 |     {\n      |     ^  copy the elements into the real definition, or add what is missing before "virsh define"\ndomains/web01.xml:1:1 error VL505 this file is there and holds something else, which may be a definition: it is not replaced\n   put settings into existing domains with --into, or choose another place\ndomains/db01.xml:1:1 error VL505 this file is there and holds something else, which may be a definition: it is not replaced\n   put settings into existing domains with --into, or choose another place\n```\n\nA document that was made anew, such as a minimal domain, never replaces a file that holds something else, for that may be\nthe machine\'s definition. To put settings into existing domains use `--into`; otherwise name another directory, or remove\nthe files first. Only the edited document goes into the file it came from.\n\nNor does a report of `validate --output` replace a document that is validated, or any file that holds a domain.',
  },
  VL506: {
    text: 'A pattern that matches nothing, or a list of files that is empty, would make a check pass that checks nothing. Correct the pattern, or say --allow-empty where there may be nothing.',
    markdown: '```console\n$ virt-lifecycle validate --schema embedded domains --exclude \'domains/\'\ndomains:1:1 error VL506 all 6 files are excluded\n   where that is right, say --allow-empty\nno document checked against the embedded schema (1 error); 6 files excluded\n```\n\nA pattern that matches nothing, or a list of files that is empty, would make a check pass that checks nothing. Correct the\npattern, or say `--allow-empty` where there may be nothing.',
  },
  VL507: {
    text: 'The file is virt-lifecycle.config.json of the working directory or of one above it, or what --config names. docs/command-line.md says what may stand in it.',
    markdown: '```console\n$ echo \'{ "strikt": true }\' > virt-lifecycle.config.json\n$ virt-lifecycle validate domains\nvirt-lifecycle.config.json:1:3 error VL507 "strikt" is unknown; did you mean "strict"?\n    1 | { "strikt": true }\n      |   ^^^^^^^^  "virt-lifecycle schema config" prints its JSON Schema\n```\n\nThe file is `virt-lifecycle.config.json` of the working directory or of one above it, or what `--config` names.\ndocs/command-line.md says what may stand in it.',
  },
  VL508: {
    text: '--update-baseline makes the file; after that it belongs into the repository. One that was edited by hand and does not follow its schema is refused as a whole, for nothing tells what it accepts.',
    markdown: '```console\n$ virt-lifecycle validate --schema embedded --baseline accepted.json domains\naccepted.json:1:1 error VL508 there is no such file\n   make it with --update-baseline, which accepts what is found now\n```\n\n`--update-baseline` makes the file; after that it belongs into the repository. One that was edited by hand and does not follow\nits schema is refused as a whole, for nothing tells what it accepts.',
  },
}
