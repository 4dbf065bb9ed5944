"""Words of spreadsheets: what can be wrong with a workbook, its input form, the result workbook and the report."""

from typing import Final

PHRASES: Final[dict[str, tuple[str, str]]] = {
    # the workbook
    "sheet-format": ("tệp không phải bảng tính .xlsx, .xls", "the file is no .xlsx or .xls spreadsheet"),
    "sheet-format.old": (
        "bảng tính có mật khẩu",
        "the spreadsheet has a password",
    ),
    "sheet-format.entities": (
        "bảng tính có khai báo kiểu tài liệu, không an toàn để đọc",
        "the spreadsheet declares a document type; it is not safe to read",
    ),
    "sheet-format.help": (
        "mở bằng phần mềm bảng tính rồi lưu lại dạng `Excel Workbook (.xlsx)`, không đặt mật khẩu",
        "open it in a spreadsheet program and save it as `Excel Workbook (.xlsx)`, without a password",
    ),
    "sheet-broken": ("bảng tính bị hỏng hoặc thiếu phần", "the spreadsheet is damaged or not complete"),
    "sheet-broken.time": (
        "không đọc xong tệp trong {seconds} giây, có thể tệp đã hỏng",
        "the file could not be read in {seconds} seconds; it may be damaged",
    ),
    "sheet-broken.rows": (
        "tệp bị hỏng: đọc được {read} trong {count} dòng",
        "the file is damaged: {read} of {count} rows could be read",
    ),
    "sheet-broken.help": (
        "mở bằng phần mềm bảng tính rồi lưu lại, hoặc xin lại tệp gốc",
        "open it in a spreadsheet program and save it again, or ask for the original",
    ),
    "sheet-limit.ratio": (
        "bảng tính nén quá {limit} lần, không an toàn để đọc",
        "the spreadsheet is packed more than {limit} to 1; it is not safe to read",
    ),
    "sheet-limit.unpacked": (
        "bảng tính khi giải nén lớn hơn {limit} byte",
        "the spreadsheet unpacks to more than {limit} bytes",
    ),
    "sheet-limit.parts": ("bảng tính gồm hơn {limit} phần", "the spreadsheet has more than {limit} parts"),
    "sheet-limit.rows": ("bảng tính dài quá {limit} dòng", "the spreadsheet has more than {limit} rows"),
    "sheet-limit.columns": (
        "bảng tính có nội dung ngoài cột thứ {limit}",
        "the spreadsheet has content beyond column {limit}",
    ),
    "sheet-limit.strings": ("bảng tính có hơn {limit} đoạn chữ", "the spreadsheet has more than {limit} texts"),
    "sheet-limit.text": ("một ô dài quá {limit} ký tự", "a cell is longer than {limit} characters"),
    "sheet-limit.token": (
        "bảng tính có phần định dạng lớn bất thường, không an toàn để đọc",
        "the spreadsheet has markup of unusual size; it is not safe to read",
    ),
    "sheet-limit.merged": (
        "bảng tính có quá nhiều ô gộp (hơn {limit} ô)",
        "the spreadsheet has too many merged cells (more than {limit})",
    ),
    "sheet-limit.help": (
        "xóa dòng, cột, định dạng thừa rồi lưu lại; dữ liệu lớn thì dùng .csv hoặc .parquet",
        "remove rows, columns and formats that are not needed and save again; use .csv or .parquet for much data",
    ),
    # sheets, rows and cells
    "sheet-format.other": ("tệp thuộc loại .ods hoặc .xlsb", "the file is an .ods or .xlsb"),
    "sheet-limit.sheets": ("bảng tính có hơn {limit} trang", "the spreadsheet has more than {limit} sheets"),
    "sheet-limit.old": ("tệp .xls lớn quá {limit} byte", "the .xls is larger than {limit} bytes"),
    "no-formulas": (
        "tệp .xls không cho biết ô nào là công thức: giá trị được đọc như lần lưu cuối",
        "an .xls does not say which cells hold formulas: values are read as last saved",
    ),
    "cell-format": (
        "định dạng của ô không cho biết con số này là gì",
        "the format of the cell leaves open what its number means",
    ),
    "cell-format.date": (
        "ô ngày không hiện đủ ngày, tháng, năm",
        "the date in the cell does not show day, month and year",
    ),
    "cell-format.hidden": ("ô có số nhưng không hiện chữ số nào", "the cell holds a number but shows no digit"),
    "cell-format.text": (
        "định dạng của ô làm chữ trong ô hiện ra khác đi hoặc không hiện",
        "the format of the cell shows its text otherwise, or not at all",
    ),
    "cell-format.help": (
        "đổi định dạng ô cho hiện đúng giá trị, ngày thì đủ ngày/tháng/năm",
        "format the cell so that it shows its value, a date as day/month/year",
    ),
    "cell-number": (
        "`{value}` không phải số thập phân tối đa 17 chữ số",
        "`{value}` is no decimal of at most 17 digits",
    ),
    "cell-boolean": ("ô đúng/sai ghi `{value}`", "the cell for true or false holds `{value}`"),
    "cell-type": ("ô thuộc loại `{value}` không rõ", "the cell is of an unknown type `{value}`"),
    "struck-out": ("nội dung ô bị gạch bỏ", "the content of the cell is struck out"),
    "struck-out.help": (
        "xóa hẳn giá trị, hoặc bỏ gạch nếu còn đúng",
        "delete the value, or remove the line through it where it holds",
    ),
    "symbol-font": (
        "`{value}` viết bằng phông ký hiệu, không rõ nghĩa",
        "`{value}` is written in a symbol font and means nothing here",
    ),
    "symbol-font.help": ("đánh dấu `x`, hoặc ghi Có, Không", "mark it with `x`, or write Có or Không"),
    "unread-sheet": ("không đọc trang tính `{sheet}`", "the sheet `{sheet}` is not read"),
    "unread-sheet.table": (
        "trang tính `{sheet}` cũng có bảng hồ sơ nhưng không được đọc",
        "the sheet `{sheet}` holds a table of candidates too; it is not read",
    ),
    "unread-sheet.table.help": (
        "mỗi tệp chỉ một trang tính ghi hồ sơ; trang của danh sách thì đặt tên theo danh sách",
        "one sheet of a file holds candidates; name the sheet of a list for the list",
    ),
    "unread-sheet.table.option": ("chọn trang bằng `--sheet`", "choose the sheet with `--sheet`"),
    "unread-sheet.hidden": ("không đọc trang tính ẩn `{sheet}`", "the hidden sheet `{sheet}` is not read"),
    "unknown-sheet": (
        "không có trang tính `{sheet}`; các trang tính: {sheets}",
        "there is no sheet `{sheet}`; sheets: {sheets}",
    ),
    "unknown-sheet.hidden": (
        "trang tính `{sheet}` đang ẩn nên không được đọc",
        "the sheet `{sheet}` is hidden, so it is not read",
    ),
    "unknown-sheet.hidden.help": (
        "cho hiện trang tính trong phần mềm bảng tính rồi lưu lại",
        "unhide it in a spreadsheet program and save the file",
    ),
    "unknown-sheet.none": (
        "tệp không phải bảng tính, không có trang tính `{sheet}`",
        "the file is no spreadsheet; it has no sheet `{sheet}`",
    ),
    "rows-passed-over.header": ("dòng {rows} lặp lại tiêu đề", "rows {rows} repeat the header"),
    "rows-passed-over": (
        "không đọc các dòng không phải hồ sơ (đề mục, dòng cộng, ghi chú): {rows}",
        "rows that are no candidates (headings, totals, notes) are not read: {rows}",
    ),
    "hidden-rows": (
        "các dòng đang ẩn vẫn được đọc: {rows}",
        "hidden rows are read as the others are: {rows}",
    ),
    "hidden-columns": (
        "các cột đang ẩn vẫn được đọc: {columns}",
        "hidden columns are read as the others are: {columns}",
    ),
    "formula-without-value": ("ô có công thức chưa được tính", "the cell holds a formula that was never computed"),
    "formula-without-value.help": (
        "mở tệp bằng phần mềm bảng tính rồi lưu lại để có giá trị",
        "open the file in a spreadsheet program and save it, so that it has a value",
    ),
    "merged-cell": (
        "ô bị gộp vào một ô khác nên không rõ giá trị",
        "the cell is merged into another, so its value is not clear",
    ),
    "merged-cell.help": ("bỏ gộp ô và ghi giá trị vào từng ô", "unmerge the cells and write a value into each"),
    "result-rows": (
        "bảng tính Excel không chứa được {count} hồ sơ",
        "an Excel sheet cannot hold {count} candidates",
    ),
    "result-rows.document": (
        "tệp Word không chứa được {count} hồ sơ",
        "a Word document cannot hold {count} candidates",
    ),
    "result-rows.help": ("ghi kết quả ra .csv hoặc .parquet", "write the results to .csv or .parquet"),
    "missing-package": (
        "cần cài thêm gói `{package}`; chạy: {command}",
        "the package `{package}` is needed; run: {command}",
    ),
    "forked-process": (
        "tiến trình này được nhân bản (fork) từ tiến trình đã dùng Polars nên sẽ treo; hãy khởi tạo bằng spawn",
        "this process was forked off one that has used Polars and would hang; start processes by spawn",
    ),
    # the input form
    "template.sheet.candidates": ("Hồ sơ", "Candidates"),
    "template.sheet.instructions": ("Hướng dẫn", "Instructions"),
    "template.sheet.points": ("Cách chấm điểm, xếp loại", "How points are given"),
    "template.how.points": (
        "Điểm, xếp loại do phần mềm tính từ dữ kiện; cách chấm từng mục ở trang “{sheet}”.",
        "Points and grades are computed from the facts; the sheet “{sheet}” says how each line is given.",
    ),
    "template.sheet.sources": ("Nguồn", "Sources"),
    "template.sheet.options": ("Danh mục", "Options"),
    "template.sheet.faults": ("Các ô cần sửa", "Cells to correct"),
    "returned.id": ("Mã hồ sơ", "Candidate"),
    "returned.name": ("Đơn vị, cá nhân", "Name"),
    "returned.sheet": ("Trang", "Sheet"),
    "returned.cell": ("Ô", "Cell"),
    "returned.fact": ("Nội dung", "What"),
    "returned.todo": ("Cần sửa", "To do"),
    "returned.missing": ("còn thiếu", "not stated yet"),
    "returned.written": (
        "đã ghi {path}: {count} chỗ cần sửa hoặc còn thiếu, liệt kê ở trang “Các ô cần sửa”",
        "written: {path}; {count} things to correct or to state, listed on the sheet “Cells to correct”",
    ),
    "returned.left-out": ("không chép lại từ tệp gốc: {kinds}", "not copied from the workbook: {kinds}"),
    "returned.rebuilt": (
        "chép các ô sang bảng tính mới, không giữ định dạng và công thức",
        "the cells stand in a new workbook, without looks and formulas",
    ),
    "returned.kind.drawings": ("hình vẽ, biểu đồ", "drawings and charts"),
    "returned.kind.macros": ("macro", "macros"),
    "returned.kind.comments": ("ghi chú của ô", "comments"),
    "returned.kind.tables": ("bảng định dạng sẵn, bảng tổng hợp", "tables and pivot tables"),
    "returned.kind.links": ("liên kết đến tệp khác", "links to other files"),
    "return-file": (
        "`--return` cần đúng một bảng tính (.xlsx, .xlsm, .xls)",
        "`--return` takes one workbook (.xlsx, .xlsm, .xls)",
    ),
    "option.return": (
        "Trả lại chính bảng tính đó (.xlsx): ô sai được tô màu, lý do ghi ở chú thích, kèm trang liệt kê theo đơn vị.",
        "Hands the workbook back (.xlsx): faulty cells coloured, the reason in a comment, a sheet that lists them.",
    ),
    "template.id": ("Mã", "Id"),
    "template.name": ("Tên", "Name"),
    "template.id.help": (
        "Mỗi hồ sơ một mã riêng, không trùng nhau. Số 0 ở đầu được giữ nguyên.",
        "One id a candidate, each its own. Leading zeros are kept.",
    ),
    "template.owner.help": ("Mã của hồ sơ, như ở trang `{sheet}`.", "The candidate's id, as on the sheet `{sheet}`."),
    "template.parent.help": ("Ghi đúng như ở trang `{sheet}`.", "Written as on the sheet `{sheet}`."),
    "template.list.help": (
        "Số mục của danh sách; ghi từng mục ở trang `{sheet}`. Không có mục nào thì ghi 0.",
        "How many entries the list has; write each on the sheet `{sheet}`. Write 0 when there are none.",
    ),
    "template.list.some": (
        "Số mục của danh sách; ghi từng mục ở trang `{sheet}`.",
        "How many entries the list has; write each on the sheet `{sheet}`.",
    ),
    "template.boolean": ("Chọn Có hoặc Không.", "Choose True or False."),
    "template.yes": ("Có", "True"),
    "template.no": ("Không", "False"),
    "template.word": ("Chọn trong danh sách.", "Choose from the list."),
    "template.word.open": ("Chọn trong danh sách hoặc ghi từ khác.", "Choose from the list, or write another word."),
    "template.integer": ("Số nguyên{bounds}.", "A whole number{bounds}."),
    "template.number": ("Số{bounds}.", "A number{bounds}."),
    "template.percent": (
        "Tỷ lệ phần trăm, gõ cả dấu %, ví dụ 85,5%{bounds}.",
        "A percentage, typed with its %, such as 85.5%{bounds}.",
    ),
    "template.date": ("Ngày đầy đủ ngày, tháng, năm, ví dụ 05/05/2022.", "A full date: day, month and year."),
    "template.text": ("Ghi bằng chữ.", "Text."),
    "template.from-to": (" từ {low} đến {high}", " from {low} to {high}"),
    "template.from": (" từ {low} trở lên", " from {low}"),
    "template.to": (" đến {high}", " up to {high}"),
    "template.decimals": (", không quá {most} chữ số thập phân", ", at most {most} decimals"),
    "template.judged": ("Do {judge} đánh giá.", "As judged by {judge}."),
    "template.judged.nobody": ("Ghi theo đánh giá.", "A judgement."),
    "template.refused.title": ("Giá trị chưa đúng", "Not a value of this column"),
    "template.title": ("PHIẾU NHẬP DỮ LIỆU", "DATA FORM"),
    "template.version": ("Bộ tiêu chí: {id}, phiên bản {version}", "Ruleset: {id}, version {version}"),
    "template.how": ("CÁCH GHI", "HOW TO FILL IN"),
    "template.how.rows": (
        "Trang “{sheet}”: mỗi hồ sơ một dòng, ngay dưới dòng tiêu đề. Không sửa dòng tiêu đề.",
        "Sheet “{sheet}”: one row a candidate, right under the header. Leave the header as it is.",
    ),
    "template.how.blank": (
        "Ô để trống nghĩa là chưa có thông tin, không phải là “Không”. "
        "Còn thiếu thông tin thì kết luận là “chưa đủ căn cứ”.",
        "An empty cell means not known, never “no”. Where something is not known the verdict stays undetermined.",
    ),
    "template.how.lists": (
        "Trang “{sheet}”: mỗi mục một dòng, ghi lại mã của hồ sơ ở cột đầu.",
        "Sheet “{sheet}”: one row an entry, with the candidate's id in the first column.",
    ),
    "template.how.done": (
        "Ghi xong, lưu tệp dạng .xlsx và gửi lại nơi phát phiếu.",
        "When done, save the file as .xlsx and send it back to where it came from.",
    ),
    "template.columns": ("CÁC CỘT", "COLUMNS"),
    "template.column.sheet": ("Trang", "Sheet"),
    "template.column.header": ("Cột", "Column"),
    "template.column.kind": ("Cách ghi", "What to write"),
    "template.column.help": ("Giải thích", "Explanation"),
    "template.source.title": ("Văn bản", "Document"),
    "template.source.number": ("Số hiệu", "Number"),
    "template.source.published": ("Ngày ban hành", "Published"),
    "template.source.place": ("Vị trí", "Place"),
    "template.source.says": ("Nội dung", "Content"),
    "template.source.criteria": ("Tiêu chí", "Criteria"),
    "template.source.left-out": ("không thành tiêu chí: {why}", "no criterion: {why}"),
    "template.written": ("đã ghi phiếu nhập vào {path}", "wrote the form to {path}"),
    "template.page": ("Trang &P/&N", "Page &P of &N"),
    # results
    "result.sheet.results": ("Kết quả", "Results"),
    "result.sheet.summary": ("Tổng hợp", "Summary"),
    "result.sheet.clauses": ("Căn cứ", "Clauses"),
    "result.provisional": ("{verdict} (tạm tính: {provisional})", "{verdict} (provisionally: {provisional})"),
    "result.evidence": ("Căn cứ của dữ liệu", "Evidence"),
    "result.footing": ("Căn cứ kết luận", "Footing"),
    "result.count": ("Số hồ sơ", "Candidates"),
    "result.total": ("Tổng số", "Total"),
    "result.criterion": ("Tiêu chí", "Criterion"),
    "result.by-criterion": ("Theo tiêu chí", "By criterion"),
    "report.pages-left-out": (
        "Lý do chi tiết chỉ có cho {count} hồ sơ, gồm mọi hồ sơ không đạt, chưa đủ căn cứ hoặc có lỗi; "
        "{left} hồ sơ khác không có. Lý do của tất cả có trong kết quả ghi ra bảng tính (.xlsx) với đủ lý do.",
        "Only {count} candidates have their reasons in full, among them all the unfavourable, undetermined and "
        "invalid; {left} others have none. The reasons of all are in results written to a workbook (.xlsx) with all "
        "reasons.",
    ),
    "report.pages-left-out.others": (
        "Lý do chi tiết chỉ có cho {count} hồ sơ đầu tiên không đạt, chưa đủ căn cứ hoặc có lỗi; {left} hồ sơ không "
        "có, trong đó {others} hồ sơ cũng như vậy. Lý do của tất cả có trong kết quả ghi ra bảng tính (.xlsx) với "
        "đủ lý do.",
        "Only the first {count} unfavourable, undetermined or invalid candidates have their reasons in full; "
        "{left} have none, {others} such candidates among them. The reasons of all are in results written to a "
        "workbook (.xlsx) with all reasons.",
    ),
    # evaluate
    "option.evidence": (
        "Thêm bên cạnh mỗi cột đánh giá một cột ghi căn cứ.",
        "Adds beside each column of a judgement one for its evidence.",
    ),
    "option.force": (
        "Ghi đè lên tệp đang có.",
        "Writes over a file that is there.",
    ),
    "template.evidence": (
        "Ghi tài liệu, số văn bản làm căn cứ cho đánh giá ở cột bên.",
        "Write the document that the judgement beside rests on.",
    ),
    "form-stamp.ruleset": (
        "phiếu nhập này của bộ tiêu chí `{ruleset}`, không phải bộ tiêu chí đang xét",
        "this form was made for the ruleset `{ruleset}`, not for the one that decides",
    ),
    "form-stamp.category": (
        "phiếu nhập này của đối tượng `{category}`, không phải đối tượng đang xét",
        "this form was made for the category `{category}`, not for the one that decides",
    ),
    "form-stamp.version": (
        "phiếu nhập làm theo phiên bản {version}, xét theo phiên bản {own} của bộ tiêu chí",
        "the form was made for version {version}, the ruleset that decides is version {own}",
    ),
    "form-stamp.version.help": (
        "tạo lại phiếu bằng `template` nếu tiêu chí đã thay đổi",
        "make the form again with `template` where the criteria have changed",
    ),
    "form-stamp.help": (
        "xét đúng bộ tiêu chí và đối tượng ghi trên phiếu",
        "decide it with the ruleset and the category the form names",
    ),
    "other-category": (
        "tệp có {count} cột của đối tượng `{likely}`, ít cột của `{category}` hơn; có phải định xét `{likely}`?",
        "the file has {count} columns of the category `{likely}`, fewer of `{category}`; was `{likely}` meant?",
    ),
    "other-category.no-facts": (
        "không có cột dữ kiện nào của `{category}`; định xét đối tượng nào: {categories}?",
        "no column is a fact of `{category}`; which category was meant: {categories}?",
    ),
    "no-files": ("thư mục không có tệp dữ liệu nào đọc được", "the folder holds no file of candidates"),
    "option.id-header": (
        "Tiêu đề của cột dùng làm mã hồ sơ, khi tệp không có cột mã.",
        "The header of the column that holds the ids, where none says so.",
    ),
    "option.map": (
        "Tệp ghép cột: cột nào của bảng là dữ kiện nào, lập bằng lệnh map.",
        "A mapping: which column of the table is which fact, made by the command map.",
    ),
    "option.sheet": (
        "Trang tính ghi hồ sơ; không ghi thì là trang đầu tiên có cột mã.",
        "The sheet that holds the candidates; without it the first that has a column of ids.",
    ),
    "option.fail-on": (
        "Mã thoát 1 khi có hồ sơ như vậy; dùng được nhiều lần. Hồ sơ có lỗi luôn cho mã thoát 1.",
        "Exit code 1 when there is such a candidate; may be repeated. Invalid ones always give exit code 1.",
    ),
    "option.template-output": ("Tệp .xlsx cần ghi.", "The .xlsx file to write."),
    "command.template": (
        "Tạo phiếu nhập dữ liệu (.xlsx) cho một đối tượng. Điền xong dùng `evaluate` để xét.",
        "Makes an input form (.xlsx) for a category. Fill it in and decide it with `evaluate`.",
    ),
    "evaluate.progress": ("Đang xét", "Deciding"),
    "evaluate.rate": (
        "đã xét {count} hồ sơ trong {seconds} giây ({rate} hồ sơ/giây)",
        "decided {count} candidates in {seconds} s ({rate} a second)",
    ),
    "output-ending": (
        "không ghi được tệp loại `{ending}`",
        "files of kind `{ending}` cannot be written",
    ),
    "output-ending.select": (
        "không ghi được danh sách xếp hạng vào tệp loại `{ending}`",
        "a selection cannot be written as a file of kind `{ending}`",
    ),
    "output-ending.help": (
        "dùng .html, .docx, .xlsx, .csv, .json, .jsonl hoặc .parquet",
        "use .html, .docx, .xlsx, .csv, .json, .jsonl or .parquet",
    ),
    "output-ending.select.help": (
        "dùng .html, .docx, .xlsx, .csv hoặc .json",
        "use .html, .docx, .xlsx, .csv or .json",
    ),
    # schemas of facts
    "schema.id": ("Mã", "Id"),
    "schema.name": ("Tên", "Name"),
}
