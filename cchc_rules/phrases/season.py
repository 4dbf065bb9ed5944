"""Words of the room `live`."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "explain.agreed": (
        "Đã đối chiếu: hai bộ máy độc lập (direct và durable_rules) cho cùng kết quả.",
        "Cross-checked: two independent engines (direct and durable_rules) came to the same result.",
    ),
    "live.missing": (
        "chưa dùng được durable_rules ({detail}); cần trình biên dịch C (Debian: apt install gcc python3-dev; "
        "Windows: Build Tools for Visual Studio) rồi chạy: {command}",
        "durable_rules cannot be used ({detail}); it needs a C compiler (Debian: apt install gcc python3-dev; "
        "Windows: Build Tools for Visual Studio), then run: {command}",
    ),
    # commands
    "command.season": (
        "Theo dõi một mùa thi đua: đọc từng thay đổi của dữ kiện, in mọi thay đổi về kết luận, xếp loại, điểm. FILE là "
        "tệp JSONL, mỗi dòng một thay đổi, hoặc một nhật ký; `-` là đầu vào chuẩn.",
        "Follows a season: reads changes of facts, prints every change of verdicts, grades and points. FILE is a JSONL "
        "file with a change a line, or a journal; `-` is standard input.",
    ),
    "command.doctor": (
        "Kiểm tra cài đặt: các bộ máy, phiên bản, phần còn thiếu. Phần tùy chọn chưa cài không phải là lỗi.",
        "Checks the installation: engines, versions, what is missing. An optional part not installed is no fault.",
    ),
    "option.follow": ("Chờ đọc tiếp khi tệp có thêm dòng.", "Waits for further lines of the file."),
    "option.journal": (
        "Ghi mọi thay đổi được nhận vào nhật ký; tệp đã có thì tiếp tục mùa thi đua trong đó.",
        "Keeps every accepted change in a journal; goes on with the season of one that exists.",
    ),
    "option.seal": (
        "Dấu niêm phong đã ghi lại của nhật ký; nhật ký không nối tiếp từ đó thì không dùng.",
        "A seal of the journal that was noted; a journal that does not go on from it is refused.",
    ),
    "option.trust-end": (
        "Dùng nhật ký dù không có gì cho biết nó có mất dòng ở cuối hay không.",
        "Uses the journal though nothing tells whether lines at its end are lost.",
    ),
    "option.known-only": (
        "Chỉ nhận dữ kiện của hồ sơ đã đăng ký; không đăng ký mã gần giống mã đã có.",
        "Takes facts of registered candidates only; registers no id that is nearly another's.",
    ),
    "option.standings": ("Cuối cùng in kết luận của mọi hồ sơ.", "Prints where everybody stands at the end."),
    "option.season-format": (
        "In mỗi thay đổi thành các dòng chữ (text) hoặc một dòng JSON (json).",
        "Prints each change as lines of text, or as a line of JSON.",
    ),
    "option.cross-check": (
        "Xét lại từng hồ sơ bằng bộ máy thứ hai (durable_rules); hai bên khác nhau thì dừng, không ra kết luận. Phép "
        "so sánh, thứ bậc và lô-gic là của riêng nó; số học và danh sách do bản đối chiếu (reference) tính.",
        "Decides every candidate with a second engine (durable_rules) too; refuses to decide when they differ. Tests, "
        "orders and logic are its own; arithmetic and lists are computed by the reference.",
    ),
    "evaluate.cross-checked": (
        "đã đối chiếu {count} hồ sơ bằng hai bộ máy độc lập, kết quả như nhau",
        "cross-checked {count} candidates with two independent engines, they agree",
    ),
    "season.refused": ("dòng {line} không được nhận: {told}", "line {line} was refused: {told}"),
    "season.refused.at": ("{told} (ký tự thứ {column})", "{told} (character {column})"),
    "season.standing-refused": (
        "{count} thay đổi không được nhận",
        "{count} changes were refused",
    ),
    "season.torn": (
        "dòng cuối của `{path}` ghi dở ({length} ký tự), đã bỏ; chưa ai được báo là đã nhận thay đổi đó",
        "the last line of `{path}` was never finished ({length} characters) and is left out; it was never acknowledged",
    ),
    "season.restored": ("tiếp tục từ `{path}`: {count} hồ sơ", "going on from `{path}`: {count} candidates"),
    "season.seal": ("dấu niêm phong của nhật ký: {seal}", "the seal of the journal: {seal}"),
    "season.read": (
        "đã đọc {count} thay đổi, {refused} không được nhận",
        "{count} changes read, {refused} refused",
    ),
    "file.other-program": (
        "`{path}` thuộc bộ tiêu chí, đối tượng hoặc tham số khác",
        "`{path}` belongs to another ruleset, category or parameters",
    ),
    "doctor.direct": ("xét từng hồ sơ", "deciding one by one"),
    "doctor.polars": ("xét hàng loạt (columns)", "deciding batches (columns)"),
    "doctor.spark": ("xét trên cụm máy (Spark)", "deciding on clusters (Spark)"),
    "doctor.live": ("mùa thi đua và đối chiếu (live)", "seasons and cross-checks (live)"),
    "doctor.verify": ("phân tích bộ tiêu chí (verify)", "questions about rulesets (verify)"),
    "doctor.excel": ("đọc, ghi Excel", "reading and writing Excel"),
    "doctor.report": ("báo cáo", "reports"),
    "doctor.template": ("báo cáo theo mẫu của cơ quan", "reports from an office's own template"),
    "doctor.serve": ("dịch vụ HTTP", "HTTP service"),
    "doctor.sign": ("ký mốc kiểm tra của hồ sơ lưu", "signing checkpoints of records"),
    "doctor.there": ("có: {part} – {versions}", "there: {part} – {versions}"),
    "doctor.missing": ("chưa cài: {part}", "not installed: {part}"),
    "doctor.broken": ("hỏng: {part} – {versions}: {fault}", "broken: {part} – {versions}: {fault}"),
    "doctor.compiler": (
        "cần trình biên dịch C (Debian: apt install gcc python3-dev; Windows: Build Tools for Visual Studio)",
        "needs a C compiler (Debian: apt install gcc python3-dev; Windows: Build Tools for Visual Studio)",
    ),
    "doctor.install": ("chạy: {command}", "run: {command}"),
    # links between categories
    "link-twice": ("`{fact}` có hai liên kết", "`{fact}` has two links"),
    "link-to-itself": (
        "đối tượng `{category}` không thể lấy dữ kiện từ chính mình",
        "category `{category}` cannot follow itself",
    ),
    "link-category": ("không có đối tượng `{category}`", "there is no category `{category}`"),
    "link-no-list": (
        "`{fact}` không phải danh sách có khóa là chữ (`key`) và không có danh mục bắt buộc (`expects`)",
        "`{fact}` is no list with a text `key` and without `expects`",
    ),
    "link-no-list.help": (
        "ghi đối tượng và dữ kiện, ví dụ head.staff; khóa sẽ là mã của từng hồ sơ",
        "name a category and its fact, such as head.staff; the key will be the id of each candidate",
    ),
    "link-field": (
        "trường `{field}` không phải dữ kiện cùng kiểu của đối tượng `{category}`",
        "field `{field}` is no fact of the same type in category `{category}`",
    ),
    "link-where": (
        "`{fact}` không phải dữ kiện cùng kiểu của cả hai đối tượng",
        "`{fact}` is no fact of the same type in both categories",
    ),
    # a season
    "season.moved": ("{candidate}: {before} → {after}", "{candidate}: {before} → {after}"),
    "season.stayed": ("{candidate}: vẫn {after}", "{candidate}: still {after}"),
    "season.because": (
        "  - {title}: {before} → {after} (vừa thay đổi: {facts})",
        "  - {title}: {before} → {after} (what changed: {facts})",
    ),
    "season.more": ("và {number} dữ kiện khác", "and {number} more"),
    "season.as-of": ("ngày xét", "the date of decision"),
    "near-id": (
        "mã `{id}` gần giống mã đã có: {near}",
        "id `{id}` is nearly one that is there: {near}",
    ),
    "near-id.help": (
        "nếu là cùng một hồ sơ, dùng đúng mã đã có",
        "if it is the same candidate, use the id that is there",
    ),
    "season-programs": (
        "một mùa thi đua cần chương trình của một hoặc nhiều đối tượng, mỗi đối tượng một chương trình",
        "a season needs the programs of one or more categories, one of each",
    ),
    "season-no-list": ("`{name}` không phải danh sách", "`{name}` is no list"),
    "season-no-member": ("danh sách `{list}` không có mục `{member}`", "list `{list}` has no entry `{member}`"),
    "season-linked": (
        "`{name}` lấy từ hồ sơ của đối tượng khác, không ghi trực tiếp được",
        "`{name}` follows the candidates of another category and cannot be given",
    ),
    "season-linked.help": (
        "ghi dữ kiện vào hồ sơ của những người trong danh sách, rồi dùng complete_list khi đã đủ người",
        "state the facts of those candidates, then use complete_list when all are there",
    ),
    "season-own-name": (
        "`{name}` là của hồ sơ, không phải dữ kiện; dùng register",
        "`{name}` is the candidate's own and no fact; use register",
    ),
    "season-which-category": (
        "mùa thi đua này có nhiều đối tượng; đăng ký hồ sơ với một trong: {known}",
        "this season has several categories; register the candidate with one of {known}",
    ),
    "season-other-category": (
        "hồ sơ `{id}` đã đăng ký ở đối tượng `{category}`",
        "candidate `{id}` is registered in category `{category}`",
    ),
    "season-backward": (
        "không lùi ngày xét từ {as_of} về {to} được",
        "the date of decision cannot go back from {as_of} to {to}",
    ),
    "season-no-change": (
        "không phải một thay đổi của mùa thi đua; `do` là một trong: {known}",
        "this is no change of a season; `do` is one of {known}",
    ),
    "season-unknown-key": ("thay đổi `{do}` không có `{key}`", "change `{do}` knows no `{key}`"),
    "season-facts-shape": (
        "`facts` phải là một bảng tên: giá trị, không phải {value}",
        "`facts` must be a mapping of names to values, not {value}",
    ),
    "season-incomplete": ("thay đổi `{do}` thiếu `{key}`", "change `{do}` lacks `{key}`"),
    "journal-other-program": (
        "nhật ký này thuộc bộ tiêu chí, đối tượng hoặc tham số khác",
        "this journal belongs to another ruleset, category or parameters",
    ),
    "journal-lost-lines": (
        "nhật ký này đã mất dòng ở cuối hoặc bị thay: phải có {expected}, nay là {found}",
        "this journal lost lines at its end or is another one: it should hold {expected}, it ends with {found}",
    ),
    "journal-lost-lines.help": (
        "tìm lại bản đầy đủ; nếu biết rõ đã mất gì và vẫn muốn tiếp tục thì dùng trust_end",
        "find the whole one; to go on all the same, knowing what is lost, use trust_end",
    ),
    "journal-without-seal": (
        "không có tệp `.seal` bên cạnh nên không biết nhật ký có mất dòng ở cuối hay không",
        "there is no `.seal` file beside it, so nothing tells whether lines at its end are lost",
    ),
    "journal-without-seal.help": (
        "chép tệp `.seal` cùng nhật ký, hoặc ghi dấu niêm phong đã biết (seal), hoặc dùng trust_end nếu biết rõ còn đủ",
        "copy the `.seal` file with the journal, give the seal that was noted, or use trust_end when it is known whole",
    ),
    "journal-line": (
        "dòng này không thể là một thay đổi đã được nhận",
        "this line cannot be a change that was accepted",
    ),
    "journal-not-empty": ("tệp này đã có nhật ký", "this file holds a journal already"),
    "journal-not-empty.help": ("dùng Session.restore để tiếp tục", "go on with it by Session.restore"),
}
