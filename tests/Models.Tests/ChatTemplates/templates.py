"""Renders chat templates with Jinja 3.1, in the environment of transformers' apply_chat_template, and writes cases.json.

    python3 templates.py        # Debian's python3-jinja2

The templates of families are written out here in the form in which their models have them. The other cases are expressions and
statements of the language, some of them drawn at random from a seed.
"""
import json
import random

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

CHATML = ("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
          "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
QWEN2 = ("{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
         "{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}{% endif %}"
         "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
         "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
LLAMA2 = ("{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}"
          "{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}"
          "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
          "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
          "{% if loop.index0 == 0 and system_message != false %}"
          "{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}"
          "{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}"
          "{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}"
          "{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}")
LLAMA3 = ("{% set loop_messages = messages %}{% for message in loop_messages %}"
          "{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}"
          "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}"
          "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}")
LLAMA32 = """{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not tools_in_user_message is defined %}
    {%- set tools_in_user_message = true %}
{%- endif %}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- This block extracts the system message, so we can slot it into the right place. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}

{#- System message #}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\\n" }}
{%- endif %}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{%- if tools is not none and not tools_in_user_message %}
    {%- for t in tools %}
        {{- t | tojson(indent=4) }}
        {{- "\\n\\n" }}
    {%- endfor %}
{%- endif %}
{{- system_message }}
{{- "<|eot_id|>" }}

{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- elif 'tool_calls' in message %}
        {%- if not message.tool_calls|length == 1 %}
            {{- raise_exception("This model only supports single tool-calls at once!") }}
        {%- endif %}
    {%- elif message.role == "tool" or message.role == "ipython" %}
        {{- "<|start_header_id|>ipython<|end_header_id|>\\n\\n" }}
        {%- if message.content is mapping or message.content is iterable %}
            {{- message.content | tojson }}
        {%- else %}
            {{- message.content }}
        {%- endif %}
        {{- "<|eot_id|>" }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""
MISTRAL = ("{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
           "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
           "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}"
           "{{ message['content'] + eos_token}}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}"
           "{% endfor %}")
MISTRAL3 = """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}
{%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
{%- set ns = namespace() %}
{%- set ns.index = 0 %}
{%- for message in loop_messages %}
    {%- if not (message.role == "tool" or message.role == "tool_results") %}
        {%- if (message["role"] == "user") != (ns.index % 2 == 0) %}
            {{- raise_exception("After the optional system message, conversation roles must alternate user/assistant/...") }}
        {%- endif %}
        {%- set ns.index = ns.index + 1 %}
    {%- endif %}
{%- endfor %}
{{- bos_token }}
{%- for message in loop_messages %}
    {%- if message["role"] == "user" %}
        {%- if loop.last and system_message is defined %}
            {{- "[INST] " + system_message + "\\n\\n" + message["content"] + "[/INST]" }}
        {%- else %}
            {{- "[INST] " + message["content"] + "[/INST]" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]|trim + eos_token}}
    {%- endif %}
{%- endfor %}
{{- "" if user_messages | length > 0 else "nobody asks" }}
"""
ZEPHYR = """{% for message in messages %}
{% if message['role'] == 'user' %}
{{ '<|user|>
' + message['content'] + eos_token }}
{% elif message['role'] == 'system' %}
{{ '<|system|>
' + message['content'] + eos_token }}
{% elif message['role'] == 'assistant' %}
{{ '<|assistant|>
'  + message['content'] + eos_token }}
{% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}"""
PHI3 = ("{% for message in messages %}{% if message['role'] == 'system' %}{{'<|system|>\n' + message['content'] + '<|end|>\n'}}"
        "{% elif message['role'] == 'user' %}{{'<|user|>\n' + message['content'] + '<|end|>\n'}}"
        "{% elif message['role'] == 'assistant' %}{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% else %}{{ eos_token }}{% endif %}")
QWEN25 = r"""{%- if tools %}
    {{- '<|im_start|>system\n' }}
    {%- if messages[0]['role'] == 'system' %}
        {{- messages[0]['content'] }}
    {%- else %}
        {{- 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.' }}
    {%- endif %}
    {{- "\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>" }}
    {%- for tool in tools %}
        {{- "\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call><|im_end|>\n" }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\n' + messages[0]['content'] + '<|im_end|>\n' }}
    {%- else %}
        {{- '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>' + message.role }}
        {%- if message.content %}
            {{- '\n' + message.content }}
        {%- endif %}
        {%- for tool_call in message.tool_calls %}
            {%- if tool_call.function is defined %}
                {%- set tool_call = tool_call.function %}
            {%- endif %}
            {{- '\n<tool_call>\n{"name": "' }}
            {{- tool_call.name }}
            {{- '", "arguments": ' }}
            {{- tool_call.arguments | tojson }}
            {{- '}\n</tool_call>' }}
        {%- endfor %}
        {{- '<|im_end|>\n' }}
    {%- elif message.role == "tool" %}
        {%- if (loop.index0 == 0) or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\n<tool_response>\n' }}
        {{- message.content }}
        {{- '\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
{%- endif %}
"""
FAMILIES = dict(chatml=CHATML, qwen2=QWEN2, llama2=LLAMA2, llama3=LLAMA3, llama32=LLAMA32, mistral=MISTRAL, mistral3=MISTRAL3,
                zephyr=ZEPHYR, phi3=PHI3, qwen25=QWEN25)

USER = [dict(role="user", content="  What is 2 + 2?\n")]
TALK = [dict(role="user", content="Hello {{ 1 + 1 }} {% if %}"), dict(role="assistant", content=" Hi there! "),
        dict(role="user", content="ünïcode 🙂 \"quoted\" 'too' \\n")]
SYSTEM = [dict(role="system", content=" Be brief. ")] + TALK
TWICE = USER + USER
CALLS = USER + [
    dict(role="assistant", content="", tool_calls=[
        dict(type="function", function=dict(name="add", arguments=dict(a=2, b=2.5, note="ü \"q\"", deep=[dict(x=None)]))),
        dict(type="function", function=dict(name="now", arguments={}))]),
    dict(role="tool", content="4.5"), dict(role="tool", content="<noon>"), dict(role="assistant", content="It is 4.5."), USER[0]]
TOOLS = [dict(type="function", function=dict(
    name="add", description="Adds a & b.", parameters=dict(
        type="object", properties=dict(a=dict(type="integer"), b=dict(type="number", default=1.0)), required=["a"])))]
EMPTY = []

LANGUAGE = [
    "{{ 1 + 2 * 3 - 4 // 3 }} {{ 7 % 3 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 4 / 2 }} {{ 2 ** 3 }} {{ 1.5 + 1 }} {{ 3 * 'ab' if false else 'c' }}",
    "{{ 'a' ~ 1 ~ none ~ true ~ 1.0 }} {{ [1, 'a', none, true, 2.5] }} {{ {'a': 1, 'b': [2]} }} {{ (1, 2)[0] }} {{ \"it's\" }} {{ [\"it's\", 'x\"y', 'n\\nl'] }}",
    "{{ 'abcdef'[1:3] }}{{ 'abcdef'[::-1] }}{{ 'abcdef'[-2:] }}{{ [1,2,3,4][::2] }}{{ [1,2,3][5:] }}{{ 'abc'[0] }}{{ 'abc'[-1] }}{{ 'abc'[:-1] }}",
    "{{ 'a' in 'abc' }} {{ 'd' not in 'abc' }} {{ 1 in [1, 2] }} {{ 'k' in {'k': 1} }} {{ not true }} {{ not 1 == 2 }} {{ true and 0 }} {{ none or 'x' }} {{ 1 < 2 and 'a' < 'b' }}",
    "{{ nothing }}|{{ nothing is defined }}|{{ messages is defined }}|{{ nothing == 1 }}|{{ nothing or 'd' }}|{{ nothing | default('x') }}|{{ '' | default('y', true) }}|{{ none is none }}",
    "{{ ' a b ' | trim }}|{{ 'aB' | upper }}|{{ 'aB' | lower }}|{{ [1, 2] | length }}|{{ 'abc' | first }}|{{ [1, 2] | last }}|{{ [1, 2] | join('-') }}|{{ 'a-b' | replace('-', '+') }}",
    "{{ ' x '.strip() }}|{{ 'x y'.split() }}|{{ 'a,b,c'.split(',') }}|{{ 'a,b,c'.split(',')[-1] }}|{{ 'abc'.startswith('a') }}|{{ 'abc'.endswith('d') }}|{{ 'aba'.replace('a', 'c') }}|{{ 'xaxx'.strip('x') }}",
    "{% for x in [1, 2, 3] %}{{ loop.index }}{{ loop.index0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.revindex }};{% else %}none{% endfor %}{% for x in [] %}a{% else %}empty{% endfor %}",
    "{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }},{% endfor %}{% for k in {'a': 1} %}{{ k }}{% endfor %}{% for c in 'abc' %}{{ c }}.{% endfor %}",
    "{% for x in range(5) if x % 2 == 0 %}{{ x }}{{ loop.last }}{% endfor %}{% for x in range(2, 8, 3) %}{{ x }} {% endfor %}{% for x in range(3, 0, -1) %}{{ x }}{% endfor %}",
    "{% set x = 1 %}{% for y in [1, 2] %}{% set x = y %}{{ x }}{% endfor %}{{ x }}{% set ns = namespace(n=0, t='') %}{% for y in [1, 2] %}{% set ns.n = ns.n + y %}{% endfor %}{{ ns.n }}",
    "{% if 0 %}a{% elif '' %}b{% elif [] %}c{% else %}d{% endif %}{% if 'x' %}e{% endif %}{% if not [] %}f{% endif %}{% if {} %}g{% endif %}",
    "a  \n  {% if true %}  \n b \n  {% endif %}  \n c {# comment #} d\n  {# whole line #}\n e",
    "a  \n  {%- if true -%}  \n b \n  {%- endif -%}  \n c {#- comment -#} d",
    "  {{ 'x' }}  \n  {{- 'y' -}}  \n z\n",
    "{%+ if true %} keeps {%+ endif %}\n x",
    "{{ {'a': [1, {'b': none}], 'c': 'ü\"<&>', 'd': true, 'e': 1.5} | tojson }}\n{{ {'a': [1, {'b': none}], 'c': [], 'd': {}} | tojson(indent=2) }}",
    "{{ messages | map(attribute='role') | list }} {{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ messages | rejectattr('role', 'equalto', 'user') | map(attribute='content') | join(',') }}",
    "{{ 'a' if false }}|{{ 'a' if true else 'b' }}|{{ 'a' if false else 'b' if false else 'c' }}|{{ ('a' if true else 'b') ~ 'c' }}",
    "{{ 'x' is string }} {{ 1 is number }} {{ 1.5 is float }} {{ 1 is integer }} {{ {} is mapping }} {{ [] is iterable }} {{ [] is sequence }} {{ true is boolean }} {{ 3 is odd }} {{ 3 is not even }}",
    "{% set a %}x{{ 1 + 1 }}y{% endset %}[{{ a }}]{% set b = 'p' 'q' %}{{ b }}{{ '\\t|\\u00e4|\\\\|\\'' }}",
    "{% for x in [1, 2, 3, 4] %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 4 %}{% break %}{% endif %}{{ x }}{% endfor %}",
    "{{ '12' | int + 1 }} {{ 'x' | int }} {{ '1.5' | float }} {{ 3.7 | int }} {{ -3 | abs }} {{ 'hello world' | title }} {{ 'hELLO' | capitalize }} {{ [1, 2, 1] | unique | list }} {{ [1, 2] | reverse | list }}",
    "{{ messages[0].role }} {{ messages[0]['content'].strip() | length }} {{ messages[-1].role }} {{ messages[9] is defined }} {{ messages[0].other is defined }} {{ messages[0].get('role') }} {{ messages[0].get('x', 'y') }}",
    "{{ 1 == 1.0 }} {{ 'a' == 'a' }} {{ [1] == [1] }} {{ {'a': 1} == {'a': 1} }} {{ none == none }} {{ true == 1 }} {{ '1' == 1 }} {{ 2 > 1 }} {{ 'b' >= 'a' }} {{ 1 != 2 }}",
    "{{ -1 | abs }} {{ (-1) | abs }} {{ 2 + 3 | abs }} {{ 'a' + 'b' | upper }} {{ not 'a' is string }} {{ 1 + 1 is number }} {{ 'a' ~ 'b' | upper ~ 'c' }} {{ 2 * 3 ** 2 }}",
    "{{ 'a}}b' }} {{ '{% x %}' }} {{ {'a': {'b': 1}}['a']['b'] }} {{ [[1, 2], [3]][0][1] }}",
]
ERRORS = [
    "{{ raise_exception('no') }}", "{{ nothing.x }}", "{{ 1 / 0 }}", "{{ 'a' + 1 }}", "{{ 1 < 'a' }}", "{% if true %}", "{% for x in [1] %}",
    "{{ 1 + }}", "{{ 'a }}", "{% nosuch %}", "{{ x | nosuch }}", "{{ nosuch() }}", "{{ 1 is nosuch }}", "{% for a, b in [[1]] %}{% endfor %}",
    "{% set x.y = 1 %}", "{% endif %}", "{{ }}", "{{ 'a'.nosuch() }}", "{{ [1, 2 }}", "{# open",
]


def environment():
    made = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])

    def raise_exception(message):
        raise jinja2.exceptions.TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)

    made.filters["tojson"] = tojson
    made.globals["raise_exception"] = raise_exception
    return made


ENVIRONMENT = environment()


def render(template, messages, prompt, tools):
    return ENVIRONMENT.from_string(template).render(
        messages=messages, add_generation_prompt=prompt, tools=tools, documents=None, bos_token="<s>", eos_token="</s>")


def case(name, template, messages, prompt, tools=None):
    made = dict(name=name, template=template, messages=messages, prompt=prompt, tools=tools)
    try:
        return dict(made, expected=render(template, messages, prompt, tools))
    except Exception:
        return dict(made, expected=None)


def expression(draw, depth=0):
    if depth > 3 or draw.random() < 0.3:
        return draw.choice(["1", "2", "0", "1.5", "'a'", "'Ab c'", "''", "true", "false", "none", "[]", "[1, 'x']", "{'k': 'v'}", "nothing",
                            "messages[0].role", "messages | length", "'x y'.split()"])
    one, other = expression(draw, depth + 1), expression(draw, depth + 1)
    return draw.choice([
        f"({one} + {other})", f"({one} - {other})", f"({one} * {other})", f"({one} ~ {other})", f"({one} == {other})", f"({one} != {other})",
        f"({one} < {other})", f"({one} and {other})", f"({one} or {other})", f"(not {one})", f"({one} if {other} else 'e')",
        f"({one} in {other})", f"({one} is defined)", f"({one} is string)", f"({one} is mapping)", f"({one} | string)", f"({one} | length)",
        f"({one} | default('d'))", f"({one} | trim)", f"[{one}, {other}]", f"{{'p': {one}}}", f"[{one}, {other}][0]", f"({one} | upper)",
        f"({one} | first)", f"({one} // {other})", f"({one} % 3)", f"({one} | tojson)", f"({one} | int)", f"({one})[1:]", f"({one} | list)",
        f"{one} + {other} | string", f"{one} ~ {other} | length", f"not {one} == {other}", f"-{one}", f"{one} if {other}",
    ])


def statements(draw, depth=0):
    parts = []
    for _ in range(draw.randint(1, 3)):
        space = draw.choice(["", " ", "\n", "  \n  ", "\t"])
        left, right = draw.choice(["{%", "{%-", "{% "]), draw.choice(["%}", "-%}", " %}"])
        kind = draw.randint(0, 5) if depth < 2 else 5
        if kind == 0:
            parts.append(f"{space}{left} if {expression(draw, 2)} {right}{statements(draw, depth + 1)}{left} else {right}"
                         f"{statements(draw, depth + 1)}{left} endif {right}")
        elif kind == 1:
            parts.append(f"{space}{left} for x in [1, 'b', none] {right}{statements(draw, depth + 1)}{{{{ loop.index ~ x }}}}{left} endfor {right}")
        elif kind == 2:
            parts.append(f"{space}{left} set v = {expression(draw, 2)} {right}{{{{ v }}}}")
        elif kind == 3:
            parts.append(f"{space}{draw.choice(['{#', '{#-'])} note {draw.choice(['#}', '-#}'])}{space}")
        elif kind == 4:
            parts.append(f"{space}{draw.choice(['{{', '{{-'])} {expression(draw, 1)} {draw.choice(['}}', '-}}'])}{space}")
        else:
            parts.append(space + draw.choice(["text", "x\n", "\n\n", " y "]))
    return "".join(parts)


def main():
    cases = []
    for name, template in FAMILIES.items():
        for kind, messages in dict(user=USER, talk=TALK, system=SYSTEM, twice=TWICE, empty=EMPTY).items():
            for prompt in (True, False):
                cases.append(case(f"{name}, {kind}, {prompt}", template, messages, prompt))
    for name in ("qwen25", "llama32"):
        cases += [case(f"{name}, tools {kind}", FAMILIES[name], messages, True, TOOLS)
                  for kind, messages in dict(user=USER, system=SYSTEM, calls=CALLS).items()]
    cases += [case(f"language {i}", template, SYSTEM, True) for i, template in enumerate(LANGUAGE)]
    cases += [case(f"error {i}", template, SYSTEM, True) for i, template in enumerate(ERRORS)]
    draw = random.Random(1)
    cases += [case(f"expression {i}", "{{ " + expression(draw) + " }}", TALK, True) for i in range(700)]
    cases += [case(f"statements {i}", statements(draw), TALK, True) for i in range(500)]
    with open("cases.json", "w", encoding="utf-8") as file:
        json.dump(cases, file, ensure_ascii=False, indent=0)
    failed = sum(one["expected"] is None for one in cases)
    print(f"{len(cases)} cases, {failed} of them errors")


main()
