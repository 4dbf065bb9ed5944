"""Words of the command line: help, headings, summaries."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # help of commands; the first sentence is what the list of commands shows
    "command.commands": ("Các lệnh", "Commands"),
    "command.usage": ("Cách dùng:", "Usage:"),
    "command.options": ("Các tùy chọn", "Options"),
    "command.any-options": ("[TÙY CHỌN]", "[OPTIONS]"),
    "command.any-command": ("LỆNH [...]", "COMMAND [ARGS]..."),
    "command.default": ("mặc định", "default"),
    "command.required": ("bắt buộc", "required"),
    "option.help": ("Xem hướng dẫn này.", "Shows this help."),
    "option.version": ("Xem phiên bản.", "Shows the version."),
    "command.cchc-rules": (
        "Xét điều kiện của các phong trào thi đua cải cách hành chính, có nêu căn cứ. "
        "Mã thoát: 0 xong, 1 có lỗi ở bộ tiêu chí hoặc dữ liệu, 2 dùng lệnh sai hoặc không đọc, ghi được tệp, "
        "3 lỗi phần mềm.",
        "Decides the eligibility rules of administrative-reform campaigns, with reasons. "
        "Exit codes: 0 done, 1 faults in rulesets or data, 2 wrong usage or a file that cannot be read or written, "
        "3 a fault of this program.",
    ),
    "command.list": ("Liệt kê các bộ tiêu chí.", "Lists the rulesets."),
    "command.show": (
        "Xem một bộ tiêu chí. Kèm tên đối tượng thì xem dữ kiện và tiêu chí của đối tượng đó.",
        "Shows a ruleset. With a category, its facts and criteria.",
    ),
    "option.code": (
        "Xem mã Python mà chương trình sinh ra cho một tiêu chí của đối tượng.",
        "Prints the Python generated for one criterion of the category.",
    ),
    "command.check": (
        "Kiểm tra bộ tiêu chí. RULESET là mã, tệp hoặc thư mục; không ghi thì là các bộ trong thư mục `rulesets`, "
        "nếu không có thư mục ấy thì là tất cả các bộ đã biết.",
        "Checks rulesets. RULESET is an id, a file or a folder; without any it is those in the folder `rulesets`, or "
        "all that are known where there is no such folder.",
    ),
    "command.test": (
        "Chạy các tình huống mẫu (cases.yaml) của bộ tiêu chí. Không ghi bộ nào thì chạy tất cả.",
        "Runs the cases (cases.yaml) of rulesets. Without any, those of all.",
    ),
    "command.serve": (
        "Mở dịch vụ xét điều kiện qua HTTP cho phần mềm khác gọi, chỉ trên máy này nếu không đổi --host.",
        "Serves decisions over HTTP to other systems, on this machine only unless --host says otherwise.",
    ),
    "option.serve-host": ("Địa chỉ để nghe.", "The address to listen on."),
    "option.serve-port": ("Cổng để nghe.", "The port to listen on."),
    "option.serve-store": (
        "Kho biên bản: tệp SQLite hoặc postgresql://…",
        "The store of records: a SQLite file or postgresql://…",
    ),
    "option.serve-token": (
        "Tệp chứa mã truy cập; có thì mọi yêu cầu đều phải nêu mã.",
        "A file that holds a token; every request must then show it.",
    ),
    "option.serve-root": (
        "Đường dẫn mà máy chủ trung gian đặt dịch vụ ở dưới, ví dụ `/xet`.",
        "The path a proxy puts the service under, such as `/rules`.",
    ),
    "option.serve-season": (
        "Mùa thi đua hiện trên trang, theo tệp thay đổi như lệnh `season --follow`; dùng được nhiều lần.",
        "A season the pages show, fed by a file of changes as `season --follow` is; may be given several times.",
    ),
    "serve.season-refused": (
        "{path}, dòng {line}: thay đổi bị từ chối",
        "{path}, line {line}: the change was refused",
    ),
    "serve.season-ended": (
        "{path}: không đọc tiếp được ({reason}); tình hình đứng ở đây",
        "{path}: cannot be read on ({reason}); the season stands still here",
    ),
    "serve.begins": (
        "đang nghe ở http://{host}:{port}, kho biên bản {store}; nhấn Ctrl+C để dừng",
        "listening on http://{host}:{port}, records in {store}; Ctrl+C ends it",
    ),
    "serve.empty-token": ("tệp `{path}` không có mã truy cập", "the file `{path}` holds no token"),
    "command.mutants": (
        "Thử thay đổi từng chỗ của bộ tiêu chí và nêu những thay đổi mà tình huống mẫu không phát hiện.",
        "Changes rulesets in one place at a time and tells which changes no case notices.",
    ),
    "option.test-format": (
        "Dạng in ra; `junit` là XML cho máy chủ kiểm thử.",
        "How it is printed; `junit` is XML for build servers.",
    ),
    "option.quiet": (
        "Chỉ in kết quả và những gì sai; không báo đã ghi tệp, số lượng, tốc độ.",
        "Prints results and what is wrong only: not what was written, how many, how fast.",
    ),
    "command.verify": (
        "Chứng minh điều gì có thể và không thể xảy ra theo bộ tiêu chí, kèm hồ sơ minh chứng.",
        "Proves what can and cannot come of rulesets, with candidates that show it.",
    ),
    "option.verify-format": ("Dạng in ra.", "How it is printed."),
    "option.witnesses": ("In cả những điều không có gì đáng ngờ, với hồ sơ minh chứng.", "Print all, with witnesses."),
    "option.mutants-format": ("Dạng in ra.", "How it is printed."),
    "command.evaluate": (
        "Xét mọi hồ sơ trong một tệp Excel, CSV, JSON, JSONL hoặc Parquet. "
        "Hồ sơ có lỗi được báo riêng, các hồ sơ khác vẫn được xét. FILE là `-` thì đọc CSV, JSON, JSONL từ stdin.",
        "Decides every candidate of an Excel, CSV, JSON, JSONL or Parquet file. "
        "A bad row is reported and the others are decided. With `-` for FILE, CSV, JSON or JSONL is read from stdin.",
    ),
    "command.explain": (
        "Giải thích kết luận của một hồ sơ trong tệp. Mặc định chỉ nêu những điều chưa đạt, chưa rõ.",
        "Explains the decision on one candidate of a file. By default only what is not met or not known.",
    ),
    "command.select": (
        "Xếp hạng các hồ sơ trong tệp và chọn đủ số suất theo phần xét chọn của bộ tiêu chí. "
        "Hồ sơ nào còn tùy thì nêu rõ tùy vào đâu.",
        "Ranks the candidates of a file and fills the places as a selection of the ruleset says. "
        "What an open place hangs on is told.",
    ),
    "command.schema": (
        "In JSON Schema của ngôn ngữ tiêu chí. Dùng cho trình soạn thảo. "
        "Kèm --cases thì của tệp tình huống mẫu; kèm bộ tiêu chí và đối tượng thì của dữ kiện.",
        "Prints the JSON Schema of the ruleset language. For editors. "
        "With --cases that of files of cases; with a ruleset and a category, that of their facts.",
    ),
    "option.schema-cases": ("In JSON Schema của tệp cases.yaml.", "Prints the JSON Schema of cases.yaml."),
    "option.for-forms": (
        "Dùng cho thư viện biểu mẫu trên web: mỗi dữ kiện một kiểu, không kèm nguồn.",
        "For form libraries of the web: one plain type a fact, no provenance.",
    ),
    "option.ui": (
        "In cách bày biểu mẫu cho thư viện đó.",
        "Prints how that form library shows the fields.",
    ),
    "command.example": (
        "Chép một ví dụ có sẵn vào thư mục để thử và sửa. Không ghi tên thì liệt kê các ví dụ.",
        "Copies an example that comes with the package into a folder, to try and change. Without a name, lists them.",
    ),
    "option.example-output": (
        "Thư mục mới để chép vào; không ghi thì lấy tên của ví dụ.",
        "The new folder to copy to; without it, the example's own name.",
    ),
    "example.copied": ("đã chép {count} tệp vào {path}", "copied {count} files to {path}"),
    "option.rulesets": (
        "Thư mục chứa bộ tiêu chí của bạn, dùng được nhiều lần; cũng đặt được bằng biến CCHC_RULESETS.",
        "A folder of your own rulesets, a folder each; may be given again, or set by CCHC_RULESETS.",
    ),
    "option.lang": (
        "Ngôn ngữ; cũng đặt được bằng biến CCHC_LANG.",
        "Language; the variable CCHC_LANG sets it too.",
    ),
    "option.strict": ("Coi cảnh báo là lỗi.", "Takes warnings for errors."),
    "option.list": (
        "Tệp chứa các mục của một danh sách, mỗi dòng ghi mã hồ sơ; dùng được nhiều lần.",
        "A file with the entries of a list, each naming its candidate's id; may be repeated.",
    ),
    "option.output": (
        "Ghi kết quả ra tệp, trọn vẹn hoặc không ghi gì: báo cáo .html, .docx, .xlsx hoặc dữ liệu .csv, .json, .jsonl, "
        ".parquet.",
        "Writes the results to a file, whole or not at all: a report (.html, .docx, .xlsx) or data (.csv, .json, "
        ".jsonl, .parquet).",
    ),
    "option.select-output": (
        "Ghi kết quả xét chọn ra tệp, trọn vẹn hoặc không ghi gì: báo cáo .html, .docx, .xlsx "
        "hoặc dữ liệu .csv, .json.",
        "Writes the selection to a file, whole or not at all: a report (.html, .docx, .xlsx) or data (.csv, .json).",
    ),
    "option.select-record": (
        "Ghi thêm biên bản xét chọn ra tệp, để sau này xét lại được đúng như vậy.",
        "Also writes the record of the selection to a file, so that it can be made again later.",
    ),
    "option.detail": (
        "Báo cáo gọn hay đủ mọi lý do kèm minh chứng.",
        "A brief report, or one with every reason and its evidence.",
    ),
    "option.report-template": (
        "Mẫu .docx của cơ quan để trình bày báo cáo .docx.",
        "The office's own .docx template for a .docx report.",
    ),
    "output-option": (
        "tùy chọn {option} chỉ dùng với tệp kết quả {endings}",
        "the option {option} is for results written to {endings} only",
    ),
    "report-template": (
        "mẫu báo cáo không dùng được: {detail}",
        "the report template cannot be filled: {detail}",
    ),
    "report-template.help": (
        "các tên dùng được: title, headings, total, counts, grades, lists, remarks, footing, annex, annex_texts",
        "names there are: title, headings, total, counts, grades, lists, remarks, footing, annex, annex_texts",
    ),
    "option.format": (
        "Dạng kết quả; nếu không ghi thì theo đuôi của tệp kết quả.",
        "Form of the result; by default as the output file ends.",
    ),
    "option.explain-format": ("Dạng của lời giải thích.", "Form of the explanation."),
    "option.as-of": (
        "Ngày xét, cho các tiêu chí có tính đến ngày xét.",
        "The date to decide as of, for criteria that read it.",
    ),
    "option.param": (
        "Giá trị của một tham số, ghi như trong ô (`89,5`, `90%`, `15/12/2022`); nhiều giá trị thì cách nhau bằng dấu "
        "phẩy hoặc chấm phẩy; dùng được nhiều lần.",
        "The value of a parameter, written as in a cell (`89.5`, `90%`, `15/12/2022`); several values are separated by "
        "commas or semicolons; may be repeated.",
    ),
    "option.ignore": (
        "Tiêu đề của cột không cần đọc; dùng được nhiều lần.",
        "The header of a column to pass over; may be repeated.",
    ),
    "option.reasons": (
        "Nêu lý do của mọi tiêu chí, mọi hồ sơ.",
        "Gives the reasons of every criterion and candidate.",
    ),
    "option.id": ("Mã của hồ sơ.", "The id of the candidate."),
    "option.full": ("Giải thích mọi tiêu chí, kể cả tiêu chí đạt.", "Explains every criterion, the met ones too."),
    # wrong usage
    "usage.help": ("Xem hướng dẫn bằng `{command}`.", "Try `{command}` for help."),
    "usage.no-option": ("không có tùy chọn `{name}`", "there is no option `{name}`"),
    "usage.no-command": ("không có lệnh `{name}`", "there is no command `{name}`"),
    "usage.missing": ("thiếu {name}", "{name} is missing"),
    "usage.missing.ruleset": (
        "thiếu {name}: mã, tệp hoặc thư mục của bộ tiêu chí; xem các mã bằng `cchc-rules list`",
        "{name} is missing: an id, a file or a folder of a ruleset; `cchc-rules list` shows the ids",
    ),
    "usage.missing.category": (
        "thiếu {name}: đối tượng được xét; xem các đối tượng bằng `cchc-rules show RULESET`",
        "{name} is missing: the category of the candidates; `cchc-rules show RULESET` shows them",
    ),
    "usage.missing.paths": (
        "thiếu {name}: tệp hồ sơ, ghi sau bộ tiêu chí và đối tượng",
        "{name} is missing: the file of candidates, behind the ruleset and the category",
    ),
    "usage.before-command": (
        "`{name}` ghi trước tên lệnh: `cchc-rules {name} …`",
        "`{name}` stands before the command: `cchc-rules {name} …`",
    ),
    "usage.too-many": ("thừa: {words}", "too much: {words}"),
    "usage.no-value": (
        "`{name}` ghi chưa đúng: thiếu giá trị, hoặc tùy chọn này không kèm giá trị",
        "`{name}` lacks its value, or takes none",
    ),
    "usage.no-folder": ("không có thư mục `{path}`", "there is no folder `{path}`"),
    "usage.range": (
        "{name} là một số nguyên từ {least} đến {most}",
        "{name} is a whole number from {least} to {most}",
    ),
    "usage.whole": ("{name} là một số nguyên", "{name} is a whole number"),
    "usage.path-folder": (
        "{name} là một thư mục đọc được, không phải tệp",
        "{name} is a folder that can be read, not a file",
    ),
    "usage.path-file": (
        "{name} là một tệp đọc được, không phải thư mục",
        "{name} is a file that can be read, not a folder",
    ),
    "usage.path-readable": ("{name}: không có quyền đọc tệp này", "{name}: no permission to read this file"),
    "usage.wrong-value": ("{name} có giá trị chưa đúng", "{name} has a wrong value"),
    "usage.wrong": ("lệnh ghi chưa đúng", "the command is not written as it must be"),
    "usage.choice": ("{name} là một trong: {choices}", "{name} is one of {choices}"),
    "usage.near": ("có phải ý là {near}?", "did you mean {near}?"),
    "command.record": (
        "Kiểm tra, ký biên bản quyết định và nhật ký mùa thi đua.",
        "Verifies and signs decision records and journals of seasons.",
    ),
    "command.record-verify": (
        "Kiểm tra biên bản (mỗi dòng một biên bản) hoặc nhật ký: còn nguyên không, xét lại có ra đúng kết quả không, "
        "có theo bộ tiêu chí đang dùng không.",
        "Verifies records (one a line) or a journal: are they whole, do they come out again, under the rules in use.",
    ),
    "command.record-sign": (
        "Ký từng biên bản, hoặc dấu niêm phong cuối của nhật ký, vào tệp `.sig` bên cạnh.",
        "Signs each record, or the last seal of a journal, in a `.sig` file beside it.",
    ),
    "command.record-keys": ("Tạo một cặp khóa Ed25519 mới.", "Makes a new pair of Ed25519 keys."),
    "option.record-ruleset": (
        "Bộ tiêu chí đang dùng; không ghi thì lấy theo mã ghi trong biên bản.",
        "The ruleset in use; left out, the one under the id the record names.",
    ),
    "option.public-key": ("Kiểm tra cả chữ ký số bằng khóa công khai này.", "Verifies signatures too, by this key."),
    "option.private-key": ("Khóa riêng để ký.", "The private key to sign with."),
    "usage.date": (
        "`{value}` không phải ngày dạng 01/12/2022 hoặc 2022-12-01",
        "`{value}` is no date such as 2022-12-01 or 01/12/2022",
    ),
    "usage.pair": ("`{value}` không có dạng tên=giá trị", "`{value}` is not name=value"),
    "usage.twice": ("`{name}` ghi hai lần", "`{name}` is given twice"),
    "no-rulesets-there": ("không có bộ tiêu chí nào ở `{path}`", "there are no rulesets at `{path}`"),
    "several-rulesets": (
        "`{path}` có nhiều bộ tiêu chí: {found}",
        "there are several rulesets in `{path}`: {found}",
    ),
    "several-rulesets.help": ("ghi một bộ trong số đó", "name one of them"),
    "ruleset.nearer": (
        "`{id}` được đọc từ thư mục `{here}`, không phải bộ tiêu chí cùng mã ở `{known}`",
        "`{id}` is read from the folder `{here}`, not the ruleset of that id in `{known}`",
    ),
    "no-rulesets-there.help": (
        "bộ tiêu chí là một thư mục có tệp `ruleset.yaml`",
        "a ruleset is a folder that holds `ruleset.yaml`",
    ),
    "unknown-criterion": ("không có tiêu chí nào mã `{criterion}`", "no criterion has the id `{criterion}`"),
    "unknown-criterion.help": ("các tiêu chí: {known}", "the criteria are {known}"),
    "unknown-candidate": ("không có hồ sơ nào mã `{id}`", "no candidate has the id `{id}`"),
    # files
    "file.absent": ("không tìm thấy `{path}`", "`{path}` is not there"),
    "file.exists": ("đã có `{path}`; hãy chọn tên khác", "`{path}` is there already; choose another name"),
    "file.exists-force": (
        "đã có `{path}`; hãy chọn tên khác, hoặc thêm `--force` để ghi đè",
        "`{path}` is there already; choose another name, or add `--force` to write over it",
    ),
    "file.denied": ("không có quyền dùng `{path}`", "no permission for `{path}`"),
    "file.directory": ("`{path}` là thư mục, cần một tệp", "`{path}` is a folder, a file is needed"),
    "file.special": ("`{path}` không phải tệp thường", "`{path}` is no regular file"),
    "file.full": ("hết chỗ trên đĩa, không ghi được `{path}`", "the disk is full, `{path}` was not written"),
    "file.in-use": ("`{path}` đang được chương trình khác dùng", "`{path}` is in use by another program"),
    "file.damaged": ("`{path}` bị hỏng ở dòng {code}", "`{path}` is damaged at line {code}"),
    "file.disk": ("đĩa chứa `{path}` không đọc, không ghi được", "the disk of `{path}` cannot be read or written"),
    "file.name": ("tên hoặc đường dẫn `{path}` không dùng được", "the name or path `{path}` cannot be used"),
    "file.failed": ("không dùng được `{path}` (hệ thống báo mã {code})", "`{path}` cannot be used (code {code})"),
    "interrupted": ("đã dừng giữa chừng", "interrupted"),
    "internal": (
        "lỗi của phần mềm, không phải của dữ liệu; vui lòng báo cho nhóm phát triển: {error} (tại {place})",
        "a fault of this program, not of your data; please report this to its developers: {error} (at {place})",
    ),
    # list and show
    "list.id": ("Mã", "Id"),
    "list.version": ("Phiên bản", "Version"),
    "list.title": ("Tên", "Title"),
    "list.categories": ("Đối tượng", "Categories"),
    "list.broken": (
        "không dùng được: {count} lỗi, xem `cchc-rules check {id}`",
        "does not load: {count} problems, see `cchc-rules check {id}`",
    ),
    "show.sources": ("Văn bản nguồn", "Sources"),
    "show.parameters": ("Tham số", "Parameters"),
    "show.not-given": ("(cần nhập)", "(to be given)"),
    "show.categories": ("Đối tượng", "Categories"),
    "show.counts": ("{facts} dữ kiện, {criteria} tiêu chí", "{facts} facts, {criteria} criteria"),
    "show.facts": ("Dữ kiện", "Facts"),
    "show.criteria": ("Tiêu chí", "Criteria"),
    "show.judged": ("đánh giá", "judged"),
    "show.levels": ("các mức: {levels}", "levels: {levels}"),
    "show.unranked": ("không thuộc mức nào: {words}", "on no level: {words}"),
    "show.options": ("một trong: {options}", "one of: {options}"),
    "show.options.open": ("một trong: {options}, hoặc từ khác", "one of: {options}, or another word"),
    "show.words": ("cũng hiểu: {words}", "also understood: {words}"),
    "show.changeable-true": ("có thể thay đổi", "can be changed"),
    "show.changeable-false": ("không thay đổi được", "cannot be changed"),
    "show.changeable-up": (
        "chỉ có thể thay đổi theo chiều tăng, từ không thành có",
        "can only be changed upwards, to yes",
    ),
    "show.changeable-down": (
        "chỉ có thể thay đổi theo chiều giảm, thành không",
        "can only be changed downwards, to no",
    ),
    "show.changeable-list-true": ("có thể thêm mục", "can gain members"),
    "show.changeable-list-up": ("có thể thêm mục", "can gain members"),
    "show.changeable-list-false": ("không thể thêm mục", "cannot gain members"),
    "show.judge": ("đánh giá của: {judge}", "judged by: {judge}"),
    "show.require": ("Yêu cầu: {condition}", "Required: {condition}"),
    "show.applies": ("Chỉ áp dụng khi: {condition}", "Applies only when: {condition}"),
    "show.any": ("ít nhất một trong:", "any of:"),
    "show.all": ("tất cả:", "all of:"),
    "show.at_least": ("ít nhất {least} trong:", "at least {least} of:"),
    "type.grade": ("mức", "level"),
    "type.choice": ("lựa chọn", "choice"),
    # check and test
    "option.check-format": ("Dạng kết quả kiểm tra.", "Form of the problems."),
    "check.summary": (
        "đã kiểm tra {files} bộ tiêu chí: {error} lỗi, {warning} cảnh báo",
        "rulesets checked: {files}; errors: {error}; warnings: {warning}",
    ),
    "test.failed": ("không khớp: {name}", "failed: {name}"),
    "test.difference": (
        "{about}: dự kiến: {expected}; kết quả: {actual}",
        "{about}: expected: {expected}; got: {actual}",
    ),
    "test.about.verdict": ("kết luận", "verdict"),
    "test.about.missing": ("dữ kiện còn thiếu", "facts missing"),
    "test.about.problems": ("lỗi dữ liệu", "problems of the data"),
    "test.nothing": ("không có", "none"),
    "test.summary": (
        "{id}: {passed} tình huống khớp, {failed} không khớp",
        "{id}: {passed} cases passed, {failed} failed",
    ),
    "test.none": ("{id}: chưa có tình huống mẫu (cases.yaml)", "{id}: there are no cases (cases.yaml)"),
    # evaluate
    "evaluate.written": (
        "đã ghi kết quả của {count} hồ sơ vào {path}",
        "wrote the results of {count} candidates to {path}",
    ),
    "explain.give-as-of": (
        "chưa nêu ngày xét; nêu bằng `--as-of`, ví dụ `--as-of 15/12/2022`",
        "the date of assessment is not stated; state it by `--as-of`, such as `--as-of 15/12/2022`",
    ),
    "report.met": ("Đạt", "Met"),
    "report.unmet": ("Không đạt", "Not met"),
    "report.unknown": ("Chưa đủ căn cứ", "Not enough evidence"),
    "report.not_applicable": ("Không xét", "Not applicable"),
    "report.total": ("Tổng số hồ sơ: {count}", "Candidates: {count}"),
    "report.partial": ("Lưu ý: {note}", "Note: {note}"),
    "report.reasons": ("Lý do", "Reasons"),
}
